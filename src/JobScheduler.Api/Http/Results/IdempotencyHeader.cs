using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    /// <exception cref="MalformedException">Given more than once, or not a valid key.</exception>
    public static string? Read(HttpRequest request)
    {
        var values = request.Headers[Name];
        return values.Count == 0 ? null
            : values is [{ } key] && RunRules.IsKey(key) ? key
            : throw MalformedException.Of(Name, $"{RunRules.KeyRule}, and given only once");
    }
}
