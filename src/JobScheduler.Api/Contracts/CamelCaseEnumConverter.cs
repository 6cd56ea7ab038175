using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Api.Contracts;

/// <summary>Writes an enumeration in camelCase, never as a number.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
