using JobScheduler.Targets;
using JobScheduler.Targets.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Hosting.Tests.Apps;

/// <summary>A kind of target of the application itself: it takes the work of an attempt, and completes it through the API.</summary>
/// <param name="holds">Its call returns only when it is told to.</param>
internal sealed class TakingInvoker(bool holds = false) : ITargetInvoker
{
    /// <summary>The name by which it is the target of runs.</summary>
    public const string Name = "taken";

    private readonly TaskCompletionSource<string> _token = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The completion token, once it has been called.</summary>
    public Task<string> TokenAsync() => _token.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Has the call return.</summary>
    public void Return() => _returned.TrySetResult();

    public void AddTo(IServiceCollection services)
    {
        // The first invoker that can is taken; the handler of the name is for the rule of targets.
        services.Insert(0, ServiceDescriptor.Singleton<ITargetInvoker>(this));
        services.AddSingleton(HandlerRegistration.Of(Name, new EchoHandler()));
    }

    public bool CanInvoke(Target target) => target is HandlerTarget { Name: Name };

    public async Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
    {
        _token.TrySetResult(attempt.CompletionToken);
        if (holds)
        {
            await _returned.Task.WaitAsync(cancellation);
        }

        return new TargetOutcome.Taken();
    }
}
