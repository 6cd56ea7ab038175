namespace JobScheduler.Api.Health;

/// <summary>Something besides storage that a head needs before it can work.</summary>
public interface IReadinessSign
{
    /// <summary>Null when it is well; else what is missing, for a person. No secrets: anyone may read it.</summary>
    Task<string?> WhatIsMissingAsync(CancellationToken cancellation);
}
