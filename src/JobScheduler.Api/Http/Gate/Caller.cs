using JobScheduler.Runs;

namespace JobScheduler.Api.Http;

/// <summary>Who a request's credentials stand for. The tenant comes from here and from nowhere else.</summary>
/// <param name="Tenant">Whose records.</param>
/// <param name="Name">Recorded as the actor.</param>
/// <param name="Role">What is allowed.</param>
/// <param name="Grant">Of a completion token: the one attempt it is for.</param>
public sealed record Caller(string Tenant, string Name, Role Role, CompletionGrant? Grant = null);
