using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Runs;

namespace JobScheduler.Api.Runs;

/// <summary>A single run with the contents that its row does not hold.</summary>
public sealed class RunDisplay(RunReader runs, RunDrafter drafter)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes that the contents of a run can take while it is shown.</summary>
    public static long MemoryOf(RunRecord run) => RouteMemory.MadeOfContent * (Shown(run.Spec.Input) + Shown(run.End?.Result));

    public async ValueTask<Run> OfAsync(RunRecord run, CancellationToken cancellation) => RunViews.Of(run) with
    {
        Target = await TargetAsync(run, cancellation),
        Input = await ContentAsync(run.Spec.Input, cancellation),
        Result = await ContentAsync(run.End?.Result, cancellation),
    };

    /// <summary>The run as its reporter is shown it.</summary>
    public async ValueTask<ReportedRun> ReportedAsync(RunRecord run, CancellationToken cancellation) => new()
    {
        Id = run.Id,
        State = run.State,
        Reason = run.Reason,
        Attempt = run.Attempt,
        CancelRequested = run.Cancel is not null,
        EndedAt = run.End?.At,
        Result = await ContentAsync(run.End?.Result, cancellation),
        Error = run.End?.Error,
    };

    private static long Shown(Payload? payload) =>
        payload is { IsJson: true, Length: <= PayloadJson.Largest } ? payload.Length : 0;

    private async ValueTask<Target?> TargetAsync(RunRecord run, CancellationToken cancellation)
    {
        try
        {
            return await drafter.ReadTargetAsync(run.Spec, cancellation);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            // Retention deletes blobs before rows; in between, the run is shown without its target.
            return null;
        }
    }

    private async ValueTask<RawJson?> ContentAsync(Payload? payload, CancellationToken cancellation)
    {
        if (payload is null || Shown(payload) == 0)
        {
            return null;
        }

        try
        {
            var content = await runs.ContentAsync(payload, cancellation);
            return PayloadJson.Of(payload, Strict.GetString(content.Span));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }
}
