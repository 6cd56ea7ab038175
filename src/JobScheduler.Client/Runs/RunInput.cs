using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Makes inputs of runs from values.</summary>
public static class RunInput
{
    /// <summary>By source generation.</summary>
    public static JsonElement Of<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);

    /// <summary>By reflection, camelCase.</summary>
    [RequiresUnreferencedCode(ByReflection.Warning)]
    [RequiresDynamicCode(ByReflection.Warning)]
    public static JsonElement Of<T>(T value) => JsonSerializer.SerializeToElement(value, ByReflection.Options);
}
