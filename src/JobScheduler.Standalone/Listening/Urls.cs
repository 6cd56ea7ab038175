using JobScheduler.Hosting.Starting;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Listening;

/// <summary>Where to listen.</summary>
internal static class Urls
{
    /// <summary>This machine only; anything wider must be configured.</summary>
    public const string Default = "http://127.0.0.1:8080";

    /// <exception cref="StartFaultException">One of them is not an address to listen on; all such are listed.</exception>
    public static string[] Read(IConfiguration configuration)
    {
        var urls = (configuration[SettingKeys.Urls] ?? Default).Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var faults = urls.Where(url => !IsAddress(url))
            .Select(url => Fault(SettingKeys.Urls, url))
            .ToList();
        if (urls.Length == 0)
        {
            faults.Add($"{SettingKeys.Urls} is empty; omit it to use {Default}");
        }

        return faults.Count == 0 ? urls : throw new StartFaultException(faults);
    }

    /// <summary>That the value of a key is not an address.</summary>
    public static string Fault(string key, string url) => $"{key}: '{url}' is not an address such as {Default} or https://*:8443";

    /// <summary>Whether it is an address to listen on.</summary>
    public static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= 0 and <= 65_535;
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
