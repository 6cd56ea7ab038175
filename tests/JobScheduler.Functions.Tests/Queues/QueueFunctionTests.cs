using System.Text;
using JobScheduler.DeadLetters;
using JobScheduler.Functions.Queues;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Queues;

/// <summary>The bodies of messages as the host hands them over: undecoded.</summary>
public sealed class QueueFunctionTests : IDisposable
{
    private readonly Head _head = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_is_executed_as_base64_and_as_text(bool plain)
    {
        await _head.Services.GetRequiredService<Deployment>().OpenAsync(Cancellation);
        var caller = new Caller(Tenants.Default, "me");
        var request = new RunRequest { Target = new HandlerTarget { Name = "echo" } };
        var run = (await _head.Services.GetRequiredService<RunIntake>().AcceptAsync(caller, request, Cancellation)).Run.Id;
        var queues = _head.Services.GetRequiredService<IStorage>().Queues;
        var body = Assert.Single(await queues.ReceiveAsync(QueueNames.Normal, 1, TimeSpan.FromMinutes(1), Cancellation)).Body;

        await Functions().ExecuteNormal(plain ? body : Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), Cancellation);

        var reader = _head.Services.GetRequiredService<RunReader>();
        Assert.Equal(RunState.Succeeded, (await reader.GetAsync(Tenants.Default, run, Cancellation)).State);
    }

    [Theory]
    [InlineData("not base64", "not base64")]
    [InlineData("", "")]
    [InlineData("/////w==", "/////w==")]
    [InlineData("d2hhdD8=", "what?")]
    public async Task Unreadable_message_becomes_a_dead_letter(string text, string message)
    {
        await Functions().ExecuteHigh(text, Cancellation);
        await Functions().ExecuteLow(text, Cancellation);

        var letters = await _head.Services.GetRequiredService<DeadLetterBox>().ListAsync(
            PoisonReader.PlatformTenant, new DeadLetterQuery(), new PageRequest(10, null), Cancellation);
        Assert.Equal([message, message], letters.Items.Select(letter => letter.Message));
    }

    public void Dispose() => _head.Dispose();

    private QueueFunctions Functions() => ActivatorUtilities.CreateInstance<QueueFunctions>(_head.Services);
}
