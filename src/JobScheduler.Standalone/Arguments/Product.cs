using System.Reflection;

namespace JobScheduler.Standalone.Arguments;

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public const string Name = "JobScheduler";

    /// <summary>Without the commit that the build appends.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
