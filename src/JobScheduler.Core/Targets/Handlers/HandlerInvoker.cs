using System.Text;

namespace JobScheduler.Targets.Handlers;

/// <summary>Executes handler targets in this process.</summary>
public sealed class HandlerInvoker(HandlerRegistry handlers) : ITargetInvoker
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
        try
        {
            var result = await handler.HandleAsync(new HandlerContext(attempt, cancellation));
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
        catch (JobFailedException failure)
        {
            return new TargetOutcome.Failed(AttemptError.Of(failure.Type, failure.Message), failure.RetryAfter, failure.Retryable);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new TargetOutcome.Failed(AttemptError.Of(error.GetType().Name, error.Message));
        }
    }
}
