namespace JobScheduler.Client.Tests.Wire;

/// <summary>What a target that completes by callback was told.</summary>
internal sealed record CallbackCall(string Run, long Fence, string Token);
