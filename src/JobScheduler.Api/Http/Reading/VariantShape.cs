using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Api.Http;

/// <summary>Objects of several kinds, told apart by a member that may stand anywhere in the object.</summary>
internal sealed class VariantShape : ValueShape
{
    private readonly string _discriminator;
    private readonly Dictionary<string, RecordShape> _kinds;
    private readonly string _rule;

    public VariantShape(JsonPolymorphismOptions kinds)
    {
        _discriminator = kinds.TypeDiscriminatorPropertyName;
        _kinds = kinds.DerivedTypes.ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => RecordShape.Of(kind.DerivedType));
        var words = _kinds.Keys.Select(word => $"\"{word}\"").ToList();
        _rule = $"must be {string.Join(", ", words[..^1])} or {words[^1]}";
    }

    public override object? Read(JsonElement value, string path, ErrorList errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        // What else there may be depends on the kind: without one, nothing more can be said.
        var member = ErrorList.Path(path, _discriminator);
        if (!value.TryGetProperty(_discriminator, out var word) || word.ValueKind == JsonValueKind.Null)
        {
            return RefuseWhole(path, member, "is required", errors);
        }

        if (word.ValueKind != JsonValueKind.String || TextOf(word, member, errors) is not { } kind || !_kinds.TryGetValue(kind, out var shape))
        {
            return RefuseWhole(path, member, $"{_rule}, not {Shown(word)}", errors);
        }

        return shape.Read(value, path, errors, _discriminator, Foreign(kind, shape));
    }

    private static object? RefuseWhole(string path, string member, string message, ErrorList errors)
    {
        errors.AddShape(member, message);
        return null;
    }

    private Dictionary<string, string> Foreign(string kind, RecordShape shape) =>
        (from other in _kinds
         where other.Key != kind
         from name in other.Value.Names.Except(shape.Names)
         group other.Key by name)
        .ToDictionary(owners => owners.Key, owners => $"the type \"{owners.First()}\", and this is \"{kind}\"");
}
