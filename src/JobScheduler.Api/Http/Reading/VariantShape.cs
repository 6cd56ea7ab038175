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

    public override object? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        // Which other members are allowed depends on the kind: without it, no more errors can be found.
        var member = ErrorList.Path(path, _discriminator);
        if (!value.TryGetProperty(_discriminator, out var word) || word.ValueKind == JsonValueKind.Null)
        {
            return RefuseWhole(path, member, "is required", errors);
        }

        if (word.ValueKind == JsonValueKind.String && TextOf(word, member, errors) is not { })
        {
            errors.MarkUnread(path);
            return null;
        }

        return word.ValueKind == JsonValueKind.String && _kinds.TryGetValue(word.GetString()!, out var kind)
            ? kind.Shape.Read(value, path, errors, _discriminator, kind.Foreign)
            : RefuseWhole(path, member, $"{_rule}, not {Shown(word)}", errors);
    }

    private static object? RefuseWhole(string path, string member, string message, ErrorList errors)
    {
        errors.AddShape(member, message);
        errors.MarkUnread(path);
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
