using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace JobScheduler.Client.Json;

/// <summary>How values of callers become JSON when they bring no source-generated type: as web applications do it.</summary>
internal static class ByReflection
{
    public const string Warning = "Reads the type by reflection. In a trimmed application give the JsonTypeInfo of a source-generated context.";

    public static JsonSerializerOptions Options
    {
        [RequiresUnreferencedCode(Warning)]
        [RequiresDynamicCode(Warning)]
        get => JsonSerializerOptions.Web;
    }
}
