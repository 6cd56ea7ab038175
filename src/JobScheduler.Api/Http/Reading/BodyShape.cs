using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>The shape of a body: a contract, or some of its members. It reads bodies, and the OpenAPI document describes them by it.</summary>
public abstract class BodyShape
{
    /// <summary>The contract.</summary>
    public abstract Type Type { get; }

    /// <summary>The members of the contract that this body has, when it is not all of them; then the shape has a name of its own.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Members that this body must have, besides those that the contract requires.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What the OpenAPI document calls it; null: as the contract.</summary>
    public string? Name { get; init; }

    /// <summary>What the OpenAPI document says of it; null: as of the contract.</summary>
    public string? Description { get; init; }
}

/// <inheritdoc />
/// <typeparam name="T">The contract, whose members, defaults and words make the reader.</typeparam>
public sealed class BodyShape<T> : BodyShape
    where T : class
{
    private readonly Lazy<RecordShape> _record;

    public BodyShape() => _record = new Lazy<RecordShape>(() => RecordShape.Of(typeof(T)).Restrict(Only, Required));

    public override Type Type => typeof(T);

    /// <summary>What has to hold between members for the shape to be right: adds errors of shape for the members that are wrong.</summary>
    public Action<T, ErrorList>? Also { get; init; }

    /// <summary>
    /// Reads to the last member, whatever is wrong on the way. What could not be read has its default, and is known to <paramref name="errors"/>.
    /// </summary>
    /// <returns>Null: it is no object.</returns>
    private T? Collect(JsonElement body, ErrorList errors)
    {
        var value = (T?)_record.Value.Read(body, "", errors);
        if (value is not null)
        {
            Also?.Invoke(value, errors);
        }

        return value;
    }

    /// <summary>Reads, and judges what could be read, so that all that is wrong is said in one answer.</summary>
    /// <param name="body">The body.</param>
    /// <param name="judge">The rules of meaning, which may be asked again by those who act; null: they alone judge.</param>
    /// <exception cref="MalformedException">Something has the wrong shape, and perhaps more the wrong meaning.</exception>
    /// <exception cref="RefusalException">Only the meaning is wrong.</exception>
    public T Read(JsonElement body, Action<T, ErrorList>? judge = null)
    {
        var errors = new ErrorList();
        var value = Collect(body, errors);
        if (value is not null)
        {
            judge?.Invoke(value, errors);
        }

        MalformedException.ThrowIfMalformed(errors);
        errors.ThrowIfAny();
        return value!;
    }

    /// <summary>What a request means that has no body.</summary>
    public T Empty() => (T)_record.Value.Blank!;
}
