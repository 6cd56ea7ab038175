using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Settings;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Starting;

/// <summary>Printed at the start: the addresses, where the data is, how to get in, and what is exposed.</summary>
internal static class Banner
{
    public static string Of(WebApplication app, AdministratorKeyFile key)
    {
        var lines = new List<string> { $"{Product.Name} {Product.Version}" };
        foreach (var url in app.Urls)
        {
            lines.Add($"  listens on  {url}  (try it at {Reachable(url)}/reference)");
        }

        lines.Add($"  data        {app.Services.Place()}");
        lines.Add($"  memory      {HeapLimit.Text}");
        lines.Add($"  key         {key.Hint}");
        var ranges = app.Services.GetRequiredService<IOptions<TargetOptions>>().Value.AllowedPrivateRanges;
        lines.Add(ranges.Count > 0
            ? $"  targets     may also reach {string.Join(", ", ranges)}  ({SchedulerSettings.AllowedPrivateRanges})"
            : $"  targets     may reach public addresses only  ({SchedulerSettings.AllowedPrivateRanges} adds others)");

        if (app.Urls.Any(IsOpen))
        {
            lines.Add("  careful     other machines can reach this address, and without https the key can be read in transit");
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>All addresses of the machine are no address to go to.</summary>
    private static string Reachable(string url) =>
        url.Replace("//[::]:", "//localhost:", StringComparison.Ordinal).Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal);

    private static bool IsOpen(string url) =>
        url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !BindingAddress.Parse(url).IsLoopback();

    private static bool IsLoopback(this BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
