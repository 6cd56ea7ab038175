using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api;

/// <summary>How the API is mapped into a host.</summary>
public sealed class ApiMappingOptions
{
    /// <summary>
    /// What precedes <c>/api/v1</c> and <c>/reference</c>, such as <c>/scheduler</c>, for hosts that use these paths themselves. Default:
    /// nothing.
    /// </summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// Whom a request comes from, according to the host's own authentication; null refuses it with 401. Whoever it names may do
    /// everything. Browsers send cookies by themselves, so requests that change something are also refused if they come from another
    /// site. Default: none; then requests need the key of <see cref="Http.AccessOptions"/>. The tokens of attempts are always accepted
    /// for what they are for.
    /// </summary>
    public Func<HttpContext, Caller?>? Caller { get; set; }

    /// <summary>
    /// Whether to answer also <c>/</c>, <c>/health/live</c>, <c>/health/ready</c> and every path that nothing else answers: for a host
    /// that serves nothing else. Default: no.
    /// </summary>
    public bool OwnsHost { get; set; }
}
