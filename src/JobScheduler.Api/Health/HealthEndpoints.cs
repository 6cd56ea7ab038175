using JobScheduler.Api.Http;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Health;

/// <summary>For probes. Anonymous, so it says no more than that.</summary>
public sealed class HealthEndpoints(IStorage storage, IEnumerable<IReadinessSign> signs)
{
    private const string Probe = "health";

    /// <summary>The process answers.</summary>
    public static Task<IResult> LiveAsync(ApiCall call) =>
        Task.FromResult<IResult>(Answers.Ok(new HealthStatus("live"), WireJson.Default.HealthStatus));

    /// <summary>Storage answers as well, and nothing else is missing; a 503 otherwise.</summary>
    public async Task<IResult> ReadyAsync(ApiCall call)
    {
        await storage.Tables.GetAsync(Probe, Probe, call.Cancellation);
        foreach (var sign in signs)
        {
            if (await sign.WhatIsMissingAsync(call.Cancellation) is { } missing)
            {
                throw new RefusalException(RefusalKind.Unavailable, missing);
            }
        }

        return Answers.Ok(new HealthStatus("ready"), WireJson.Default.HealthStatus);
    }
}
