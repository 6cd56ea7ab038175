using JobScheduler.Runs;

namespace JobScheduler.Api.Http;

/// <summary>What the credentials of a request stand for. The tenant comes from here and from nowhere else.</summary>
/// <param name="Caller">Whose records, and who is recorded as the actor.</param>
/// <param name="Role">What is allowed.</param>
/// <param name="Grant">Of a completion token: the one attempt it is for.</param>
public sealed record Admitted(Caller Caller, Role Role, CompletionGrant? Grant = null);
