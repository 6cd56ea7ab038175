using JobScheduler.Api.Http;
using JobScheduler.Hosts;

namespace JobScheduler.Api.Hosts;

/// <summary>The body of a host, and what it means.</summary>
internal static class HostBodies
{
    public static readonly BodyShape<TargetHost> Host = new();

    public static void Judge(TargetHost host, string name, ErrorList errors)
    {
        if (host.Host is not null && host.Host != name)
        {
            errors.Add("host", $"must be '{name}', as in the path, or omitted");
        }

        HostRules.Check(host, errors);
    }
}
