using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Memory;

public sealed class MemoryGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryBudget _budget;

    public MemoryGateTests() => _budget = new(MemoryBudget.MostOf(64 * 1024 * 1024), _time);

    [Fact]
    public async Task Admit_while_the_heap_is_nearly_full_503_but_not_probes()
    {
        var gate = Gate(used: 100);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => AdmitAsync(gate, RouteMemory.Little));
        Assert.Equal(ProblemKind.Unavailable, refused.Kind);
        Assert.Contains("more memory", refused.Message, StringComparison.Ordinal);
        Assert.Matches("^[1-9][0-9]*$", refused.Headers["Retry-After"]);
        using var probe = await AdmitAsync(gate, RouteMemory.None);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task Admit_in_the_smallest_process_admits_a_list_alone_and_the_next_after_it()
    {
        var gate = Gate(used: 0);
        var first = await AdmitAsync(gate, RouteMemory.List);
        var second = AdmitAsync(gate, RouteMemory.List);
        Assert.False(second.IsCompleted);
        using var report = await AdmitAsync(gate, RouteMemory.Report);

        first.Dispose();
        (await second).Dispose();
        Assert.Equal(report.Taken, _budget.Taken);
    }

    [Fact]
    public void Routes_with_pages_take_a_list_and_probes_take_nothing()
    {
        Assert.All(
            ApiRoutes.All.Where(route => route.Query.Any(parameter => parameter.Name == "limit")),
            route => Assert.Equal(route.Name == "listFires" ? RouteMemory.Scan : RouteMemory.List, route.Memory));
        Assert.All(
            ApiRoutes.All.Where(route => route.Pattern.StartsWith("/health/", StringComparison.Ordinal)),
            route => Assert.Equal(0, route.Memory.Bytes));
    }

    private static Task<MemoryLease> AdmitAsync(MemoryGate gate, RouteMemory route) =>
        gate.AdmitAsync(route, TestContext.Current.CancellationToken).AsTask();

    private MemoryGate Gate(long used) => new(_budget, new HeapWatch(100, () => used, () => { }, _time));
}
