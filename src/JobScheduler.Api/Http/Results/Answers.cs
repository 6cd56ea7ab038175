using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Responses that several routes share.</summary>
internal static class Answers
{
    public const string Root = "/api/v1";

    public static JsonResult<T> Ok<T>(T value, JsonTypeInfo<T> type) => new(value, type);

    /// <summary>A record that was read or written, with its ETag.</summary>
    /// <param name="value">The record.</param>
    /// <param name="type">Its contract.</param>
    /// <param name="etag">The ETag of its state, without quotes; empty for none.</param>
    /// <param name="created">The path of a record that did not exist before; null: it did.</param>
    public static JsonResult<T> Of<T>(T value, JsonTypeInfo<T> type, string etag, string? created = null) => new(value, type)
    {
        Status = created is null ? StatusCodes.Status200OK : StatusCodes.Status201Created,
        ETag = etag.Length > 0 ? etag : null,
        Location = created,
    };

    /// <summary>A new run: 202, or 200 if it was accepted before.</summary>
    public static JsonResult<Run> Accepted(Run run, bool replayed) => new(run, WireJson.Default.Run)
    {
        Status = replayed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
        Location = $"{Root}/runs/{run.Id}",
    };

    public static JsonResult<Operation> Accepted(Operation operation) => new(operation, WireJson.Default.Operation)
    {
        Status = StatusCodes.Status202Accepted,
        Location = $"{Root}/operations/{operation.Id}",
    };

    /// <summary>A page of records, each as its contract shows it.</summary>
    public static JsonResult<Page<T>> Page<TRecord, T>(Page<TRecord> page, Func<TRecord, T> view, JsonTypeInfo<Page<T>> type) =>
        Ok(new Page<T>([.. page.Items.Select(view)], page.Continuation), type);
}
