using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Handlers;

/// <summary>Executes handler targets in this process, each attempt in a scope of the container.</summary>
public sealed class HandlerInvoker(HandlerRegistry handlers, IServiceScopeFactory scopes, ILogger<HandlerInvoker> logger) : ITargetInvoker
{
    public bool CanInvoke(Target target) => target is HandlerTarget;

    public async Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation)
    {
        var name = ((HandlerTarget)attempt.Target).Name;
        if (handlers.Find(name) is not { } handler)
        {
            // Another version of the application may have it, so a later attempt can succeed.
            return new TargetOutcome.Failed(AttemptError.Of("handler:unknown", $"this process has no handler '{name}'"));
        }

        // A handler that computes before it awaits must not hold up the executor.
        await Task.Yield();
        using var flow = HandlerScope.Enter(attempt.Report);

        // Its own, so that what a handler registers and forgets goes with the attempt.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopping);
        using var named = logger.BeginAttempt(attempt.RunId, attempt.JobId, attempt.Attempt);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var result = await handler.InvokeAsync(scope.ServiceProvider, HandlerContext.Of(attempt, stopping.Token), cancellation);
            return Succeeded(result);
        }
        catch (JobFailedException failure)
        {
            if (failure.InnerException is { } cause)
            {
                Tell(cause);
            }

            return new TargetOutcome.Failed(AttemptError.Of(failure.Type, failure.Message), failure.RetryAfter, failure.Retryable);
        }
        catch (OperationCanceledException) when (attempt.Stopping.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new TargetOutcome.HandedBack();
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Tell(error);
            return new TargetOutcome.Failed(AttemptError.Of(error.GetType().Name, error.Message));
        }

        // The error of the attempt has the message alone; where it was thrown is in both logs, and in each once.
        void Tell(Exception error)
        {
            attempt.Report.Log(LogSeverity.Error, error.ToString());
            flow.Dispose();
            logger.HandlerFailed(error, attempt.RunId, name, attempt.Attempt);
        }
    }

    private static TargetOutcome Succeeded(RawJson? result)
    {
        if (result is null)
        {
            return new TargetOutcome.Succeeded(null);
        }

        var bytes = Encoding.UTF8.GetBytes(result.Text);
        return bytes.Length <= ResultContent.Largest
            ? new TargetOutcome.Succeeded(new ResultContent("application/json", bytes))
            : new TargetOutcome.Failed(
                AttemptError.Of("result:tooLarge", $"the result has {bytes.Length} bytes; {ResultContent.Largest} are kept"),
                Retryable: false);
    }
}
