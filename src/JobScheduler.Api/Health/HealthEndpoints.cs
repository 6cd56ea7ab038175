using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Health;

/// <summary>For probes. Anonymous, so it reveals nothing else.</summary>
public sealed class HealthEndpoints(StorageProbe storage, IEnumerable<IReadinessSign> signs)
{
    /// <summary>The process responds.</summary>
    public static Task<IResult> LiveAsync(ApiCall call) =>
        Task.FromResult<IResult>(Answers.Ok(new HealthStatus("live"), WireJson.Default.HealthStatus));

    /// <summary>Storage responds as well, and nothing else is missing; otherwise 503.</summary>
    public async Task<IResult> ReadyAsync(ApiCall call)
    {
        return await WhatIsMissingAsync(call.Cancellation) is { } missing
            ? throw new RefusalException(RefusalKind.Unavailable, missing)
            : Answers.Ok(new HealthStatus("ready"), WireJson.Default.HealthStatus);
    }

    /// <summary>Null if the process can work; otherwise what is missing.</summary>
    public async Task<string?> WhatIsMissingAsync(CancellationToken cancellation)
    {
        if (await storage.WhatIsMissingAsync(cancellation) is { } storageFault)
        {
            return storageFault;
        }

        foreach (var sign in signs)
        {
            if (await sign.WhatIsMissingAsync(cancellation) is { } missing)
            {
                return missing;
            }
        }

        return null;
    }
}

/// <summary>Something besides storage that a head needs before it can work. Asked for each request, so it must be cheap.</summary>
public interface IReadinessSign
{
    /// <summary>Null if all is well; otherwise what is missing, human-readable. No secrets: anyone may read it.</summary>
    Task<string?> WhatIsMissingAsync(CancellationToken cancellation);
}
