using System.Text.Json;

namespace JobScheduler.Client.Tests.Wire;

public sealed class HostsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private HostsClient Hosts => host.Client.Hosts;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_everything_reads_back_and_can_be_put_again()
    {
        var written = await Hosts.PutAsync(
            new TargetHost
            {
                Host = "api.example.com_8443",
                Max = 20,
                Rate = new Rate(50, 's'),
                Burst = 100,
                Circuit = new HostCircuit { Failures = 5, Window = TimeSpan.FromSeconds(30), Open = TimeSpan.FromSeconds(10) },
            },
            Precondition.Absent,
            Cancellation);
        var read = await Hosts.GetAsync("api.example.com_8443", Cancellation);
        var again = await Hosts.PutAsync(read, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal(written.ETag, again.ETag);
        Assert.Equal((20, "50/s", 100), (again.Max, again.Rate.ToString(), again.Burst));
        Assert.Equal(written.Circuit, again.Circuit);
        Assert.Equal(new HostState(CircuitState.Closed, Waiting: 0), again.State);
        Assert.NotNull(again.CreatedBy);
        // Whatever the server writes, this client knows.
        Assert.Null(again.Others);
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_null_removes()
    {
        await Hosts.PutAsync(new TargetHost { Host = "patch.example.com", Max = 3, Rate = new Rate(5, 'm') }, default, Cancellation);
        var patched = await Hosts.PatchAsync(
            "patch.example.com", JsonElement.Parse("""{ "max": null, "burst": 7 }"""), default, Cancellation);
        Assert.Equal((null, "5/m", 7), (patched.Max, patched.Rate.ToString(), patched.Burst));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Hosts.PatchAsync("none.example.com", JsonElement.Parse("{}"), default, Cancellation));
    }

    [Fact]
    public async Task Stale_tags_wrong_names_and_wrong_members_are_refused()
    {
        var first = await Hosts.PutAsync(new TargetHost { Host = "stale.example.com", Max = 1 }, default, Cancellation);
        await Hosts.PutAsync(new TargetHost { Host = "stale.example.com", Max = 2 }, default, Cancellation);
        await Assert.ThrowsAsync<PreconditionFailedException>(
            () => Hosts.PutAsync(first with { Max = 3 }, Precondition.Unchanged(first.ETag), Cancellation));
        var name = await Assert.ThrowsAsync<InvalidRequestException>(
            () => Hosts.PutAsync(new TargetHost { Host = "Upper.example.com" }, default, Cancellation));
        Assert.Equal(["host"], name.Errors.Keys);
        var members = await Assert.ThrowsAsync<InvalidRequestException>(
            () => Hosts.PutAsync(new TargetHost { Host = "bad.example.com", Max = 10_001, Burst = 5 }, default, Cancellation));
        Assert.Equal(["burst", "max"], members.Errors.Keys.Order());
    }

    [Fact]
    public async Task List_is_by_name_page_by_page_and_deleted_ones_are_gone()
    {
        foreach (var name in new[] { "list-a.example.com", "list-b.example.com", "list-c.example.com" })
        {
            await Hosts.PutAsync(new TargetHost { Host = name, Max = 1 }, default, Cancellation);
        }

        await Hosts.DeleteAsync("list-b.example.com", default, Cancellation);
        var names = new List<string>();
        for (string? continuation = null; ;)
        {
            var page = await Hosts.GetPageAsync(1, continuation, Cancellation);
            names.AddRange(page.Items.Select(item => item.Host!));
            if ((continuation = page.Continuation) is null)
            {
                break;
            }
        }

        Assert.Equal(["list-a.example.com", "list-c.example.com"], names.Where(name => name.StartsWith("list-", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<NotFoundException>(() => Hosts.GetAsync("list-b.example.com", Cancellation));
    }
}
