using System.Globalization;

namespace JobScheduler.Client.Sending;

/// <summary>Paths of the API, relative to the server.</summary>
internal static class ApiPath
{
    private const string Root = "api/v1";

    /// <summary>Segments under <c>api/v1</c>, escaped.</summary>
    /// <exception cref="ArgumentException">A segment is empty or a dot segment: the path would be that of another resource.</exception>
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var path = Root;
        foreach (var segment in segments)
        {
            path += string.IsNullOrEmpty(segment) || segment is "." or ".."
                ? throw new ArgumentException($"'{segment}' is no id")
                : "/" + Uri.EscapeDataString(segment);
        }

        return path;
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
