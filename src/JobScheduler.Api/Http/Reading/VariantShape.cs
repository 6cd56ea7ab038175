using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Api.Http;

/// <summary>Objects of several kinds, told apart by a member anywhere in the object.</summary>
internal sealed class VariantShape : ValueShape
{
    private readonly string _discriminator;
    private readonly Dictionary<string, (RecordShape Shape, Dictionary<string, string> Foreign)> _kinds;
    private readonly string _rule;

    public VariantShape(JsonPolymorphismOptions kinds)
    {
        _discriminator = kinds.TypeDiscriminatorPropertyName;
        var shapes = kinds.DerivedTypes.ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => RecordShape.Of(kind.DerivedType));
        _kinds = shapes.ToDictionary(kind => kind.Key, kind => (kind.Value, Foreign(kind.Key, shapes)));
        var words = _kinds.Keys.Select(word => $"\"{word}\"").ToList();
        _rule = $"must be {string.Join(", ", words[..^1])} or {words[^1]}";
    }

    public override object? Read(JsonElement value, FieldPath path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        // Which other members are allowed depends on the kind: without it, no more errors can be found.
        if (!value.TryGetProperty(_discriminator, out var word) || word.ValueKind == JsonValueKind.Null)
        {
            return RefuseWhole(path, "is required", errors);
        }

        path.Enter(_discriminator);
        var text = word.ValueKind == JsonValueKind.String ? TextOf(word, path, errors) : "";
        path.Leave();
        if (text is null)
        {
            return MarkUnread(path, errors);
        }

        return _kinds.TryGetValue(text, out var kind)
            ? kind.Shape.Read(value, path, errors, _discriminator, kind.Foreign)
            : RefuseWhole(path, $"{_rule}, not {Shown(word)}", errors);
    }

    private object? RefuseWhole(FieldPath path, string message, ErrorList errors)
    {
        RefuseMember(path, _discriminator, message, errors);
        return MarkUnread(path, errors);
    }

    private static object? MarkUnread(FieldPath path, ErrorList errors)
    {
        if (!errors.IsFull)
        {
            errors.MarkUnread(path.ToString());
        }

        return null;
    }

    /// <summary>The members that only other kinds have, and whose they are.</summary>
    private static Dictionary<string, string> Foreign(string kind, Dictionary<string, RecordShape> shapes) =>
        (from other in shapes
         where other.Key != kind
         from name in other.Value.Names.Except(shapes[kind].Names)
         group other.Key by name)
        .ToDictionary(owners => owners.Key, owners => $"the type \"{owners.First()}\", and this is \"{kind}\"");
}
