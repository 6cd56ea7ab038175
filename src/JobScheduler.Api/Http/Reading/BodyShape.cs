using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>
/// The shape of a body: a contract, or some of its members. It reads bodies, and the OpenAPI document describes them by it.
/// </summary>
public abstract class BodyShape
{
    /// <summary>The contract.</summary>
    public abstract Type Type { get; }

    /// <summary>The members of the contract that this body has, if not all of them; the shape then has a name of its own.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Members that this body must have, besides those that the contract requires.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>How many errors are listed.</summary>
    public int MostErrors { get; init; } = ErrorList.Most;

    /// <summary>Its name in the OpenAPI document; null: that of the contract.</summary>
    public string? Name { get; init; }

    /// <summary>Its description in the OpenAPI document; null: that of the contract.</summary>
    public string? Description { get; init; }
}

/// <inheritdoc />
/// <typeparam name="T">The contract, whose members, defaults and words define what is read.</typeparam>
public sealed class BodyShape<T> : BodyShape
    where T : class
{
    private readonly Lazy<RecordShape> _record;

    public BodyShape() => _record = new Lazy<RecordShape>(() => RecordShape.Of(typeof(T)).Restrict(Only, Required));

    public override Type Type => typeof(T);

    /// <summary>Checks that span several members: adds errors of shape for the invalid ones.</summary>
    public Action<T, ErrorList>? Also { get; init; }

    /// <summary>
    /// Reads all members, whatever errors there are. A member that could not be read has its default and is listed in
    /// <paramref name="errors"/>.
    /// </summary>
    /// <returns>Null: it is not an object.</returns>
    private T? Collect(JsonElement body, ErrorList errors)
    {
        var value = (T?)_record.Value.Read(body, new FieldPath(), errors);
        if (value is not null)
        {
            Also?.Invoke(value, errors);
        }

        return value;
    }

    /// <summary>Reads the body and checks what could be read, so that all errors are reported together.</summary>
    /// <param name="body">The body.</param>
    /// <param name="judge">The rules of meaning, which whoever acts on it may apply again; null: only they do.</param>
    /// <exception cref="MalformedException">Something has the wrong shape; meanings may be wrong as well.</exception>
    /// <exception cref="RefusalException">Only the meaning is wrong.</exception>
    public T Read(JsonElement body, Action<T, ErrorList>? judge = null)
    {
        var errors = new ErrorList(MostErrors);
        var value = Collect(body, errors);
        if (value is not null)
        {
            judge?.Invoke(value, errors);
        }

        MalformedException.ThrowIfMalformed(errors);
        errors.ThrowIfAny();
        return value!;
    }

    /// <summary>What a missing body stands for.</summary>
    public T Empty() => (T)_record.Value.Blank!;
}

/// <summary>Rules shared by several bodies.</summary>
internal static class BodyRules
{
    private const int LongestCondition = 256;

    /// <summary>An id in the body must be the one in the path.</summary>
    public static void CheckId(string? given, string id, ErrorList errors)
    {
        if (given is not null && given != id)
        {
            errors.Add("id", $"is not the id in the path, {id}; omit it or make it the same");
        }
    }

    /// <summary>
    /// An action on many says which: by a condition, or by <c>all</c>. A text of spaces and an empty list are no condition.
    /// </summary>
    /// <param name="all">Whether it says that it means all.</param>
    /// <param name="errors">Gets the error.</param>
    /// <param name="conditions">The conditions, by their fields: a text, a list, or anything else that is null if not given.</param>
    public static void CheckScope(bool all, ErrorList errors, params ReadOnlySpan<(string Field, object? Value)> conditions)
    {
        var fields = new List<string>();
        foreach (var (field, value) in conditions)
        {
            all |= value switch
            {
                null => false,
                string text => !string.IsNullOrWhiteSpace(text),
                System.Collections.ICollection list => list.Count > 0,
                _ => true,
            };
            fields.Add(field);
        }

        if (!all)
        {
            errors.Add(
                "all", $"give at least one condition ({string.Join(", ", fields)}), or say that all are meant: \"all\": true", [.. fields]);
        }
    }

    /// <summary>
    /// Checks the length of a text that a condition compares with. Conditions of what is done in steps are stored, and nothing that they
    /// are compared with is longer.
    /// </summary>
    public static void CheckLength(string? given, string field, ErrorList errors)
    {
        if (given?.Length > LongestCondition)
        {
            errors.AddShape(field, $"has {given.Length} characters; at most {LongestCondition} are allowed");
        }
    }

    /// <summary>Checks the form of an id that a caller gives, such as a job's, in a filter.</summary>
    public static void CheckShapeOfId(string? given, string field, ErrorList errors)
    {
        if (given is not null && !Identifier.IsValid(given))
        {
            errors.AddShape(field, $"must be an id: {Identifier.Rule}");
        }
    }
}
