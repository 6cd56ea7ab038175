using JobScheduler.Targets.Http;

namespace JobScheduler.Runs;

/// <summary>
/// What callback targets report in their own words, without what their request gave them: a target that reports the answer of its own
/// failure easily repeats the credentials it was called with. Of a target that is too large for the row of its run only the token is
/// known here; reading its blob would cost a storage call for each report.
/// </summary>
internal static class ReportMask
{
    /// <param name="run">The run.</param>
    /// <param name="token">The token of its current attempt.</param>
    public static EchoMask Of(RunRecord run, string token)
    {
        var target = run.Spec.Target as HttpTarget;
        var mask = new EchoMask();
        mask.Sent(
            Uri.TryCreate(target?.Url, UriKind.Absolute, out var url) ? url : null,
            [
                .. target?.Headers ?? new Dictionary<string, string>(),
                new(TargetHeaders.Run, run.Id),
                new(TargetHeaders.Token, token),
            ]);
        return mask;
    }
}
