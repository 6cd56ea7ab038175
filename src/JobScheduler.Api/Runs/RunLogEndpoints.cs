using System.Globalization;
using JobScheduler.Api.Http;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>The log of a run: what is there, or followed as server-sent events.</summary>
public sealed class RunLogEndpoints(RunReader runs, TimeProvider time)
{
    public async Task<IResult> GetAsync(ApiCall call)
    {
        var query = call.Query;
        var follow = query.Flag("follow") ?? false;
        var from = query.Position("from", RunReader.LastPosition) ?? 0;
        query.Close();

        await CheckAttemptAsync(call);

        // Read before the response starts, so that an unknown run is still a 404.
        var start = follow ? LastSeen(call.Request) ?? from : from;
        var page = await runs.LogsAsync(call.Tenant, call.RunId, start, call.Cancellation);
        if (follow)
        {
            return new LogStream(page, next => runs.LogsAsync(call.Tenant, call.RunId, next, call.Cancellation), call.Memory, time);
        }

        return Answers.Ok(page, WireJson.Default.LogPage);
    }

    /// <summary>The token of an attempt expires with it.</summary>
    private async Task CheckAttemptAsync(ApiCall call)
    {
        if (call.Admitted.Grant is { } grant
            && await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation) is var run
            && (run.State != RunState.Running || run.Attempt != grant.Fence))
        {
            throw new ProblemException(ProblemKind.Forbidden, "the attempt of this completion token is over");
        }
    }

    /// <summary>Where a client that lost its connection continues.</summary>
    private static long? LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && last <= RunReader.LastPosition
            ? last
            : null;
}
