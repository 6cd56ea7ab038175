using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Api.Http;

/// <summary>
/// Objects, by the members of their contract. A null member counts as absent; one that only the server sets is ignored; an unknown
/// one is refused.
/// </summary>
internal sealed class RecordShape : ValueShape
{
    private readonly Func<object?[], object> _create;
    private readonly Member[] _members;
    private readonly Lazy<object> _blank;

    private RecordShape(Func<object?[], object> create, Member[] members)
    {
        _create = create;
        _members = members;

        // One for all: contracts do not change.
        _blank = new Lazy<object>(() => Create([]));
        Names = [.. members.Select(member => member.Name)];
    }

    public override object? Blank => _blank.Value;

    /// <summary>The names that may be given.</summary>
    public IReadOnlyList<string> Names { get; }

    public static RecordShape Of(Type type) => (RecordShape)Shapes.Of(type);

    public static RecordShape Of(JsonTypeInfo type) => type.CreateObject is { } create
        ? new RecordShape(_ => create(), [.. type.Properties.Where(IsMember).Select(Member.Of)])
        : OfConstructor(type);

    /// <summary>The same with only some of the members, or with more of them required.</summary>
    /// <exception cref="ArgumentException">A name is not that of a member.</exception>
    public RecordShape Restrict(IReadOnlyList<string>? only, IReadOnlyList<string> required)
    {
        if ((only ?? []).Concat(required).Except(Names).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"there is no member '{unknown}'");
        }

        return new RecordShape(
            _create,
            [.. _members
                .Where(member => only is null || only.Contains(member.Name))
                .Select(member => member with { IsRequired = member.IsRequired || required.Contains(member.Name) })]);
    }

    public override object? Read(JsonElement value, FieldPath path, ErrorList errors) => Read(value, path, errors, null, NoForeign);

    /// <summary>As <see cref="Read(JsonElement, FieldPath, ErrorList)"/>, for one of several kinds of objects.</summary>
    /// <param name="value">The object.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <param name="discriminator">The member that tells the kinds apart, already read.</param>
    /// <param name="foreign">Members of the other kinds, and whose they are: clients with one class for all write them as null.</param>
    public object? Read(
        JsonElement value, FieldPath path, ErrorList errors, string? discriminator, IReadOnlyDictionary<string, string> foreign)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Refuse(path, "must be an object", value, errors);
        }

        // Members are compared with the known names where they stand: a text is made of none of them but those that an error lists.
        var given = new JsonElement[_members.Length];
        var strangers = 0;
        foreach (var member in value.EnumerateObject())
        {
            var place = PlaceOf(member);
            if (place >= 0)
            {
                given[place] = member.Value;
            }
            else if (discriminator is null || !member.NameEquals(discriminator))
            {
                strangers++;
            }
        }

        var values = new object?[_members.Length];
        for (var i = 0; i < _members.Length; i++)
        {
            var member = _members[i];
            var isGiven = given[i].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
            if (isGiven && !member.IsReadOnly)
            {
                path.Enter(member.Name);
                values[i] = member.Shape.Read(given[i], path, errors);
                path.Leave();
            }
            else if (!isGiven && member.IsRequired)
            {
                RefuseMember(path, member.Name, "is required", errors);
            }
        }

        if (strangers > 0)
        {
            RefuseUnknown(value, path, errors, discriminator, foreign);
        }

        return Create(values);
    }

    private static readonly Dictionary<string, string> NoForeign = [];

    private void RefuseUnknown(
        JsonElement value, FieldPath path, ErrorList errors, string? discriminator, IReadOnlyDictionary<string, string> foreign)
    {
        IReadOnlyList<string> known = discriminator is null ? Names : [discriminator, .. Names];
        foreach (var member in value.EnumerateObject())
        {
            if (PlaceOf(member) >= 0 || (discriminator is not null && member.NameEquals(discriminator)))
            {
                continue;
            }

            if (foreign.Count > 0 && foreign.Keys.FirstOrDefault(member.NameEquals) is { } name)
            {
                if (member.Value.ValueKind != JsonValueKind.Null)
                {
                    RefuseMember(path, name, $"belongs to {foreign[name]}; omit it or set it to null", errors);
                }
            }
            else if (errors.IsFull)
            {
                errors.AddUnlisted();
            }
            else
            {
                RefuseMember(path, member.Name, $"is not known here; known are {string.Join(", ", known)}", errors);
            }
        }
    }

    /// <summary>Which of the members it is; -1: none.</summary>
    private int PlaceOf(JsonProperty given)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            if (given.NameEquals(_members[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsMember(JsonPropertyInfo property) => property is { Set: not null, IsExtensionData: false }
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is not [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Always }];

    private object Create(object?[] values)
    {
        var record = _create(values);
        for (var i = 0; i < _members.Length; i++)
        {
            // A required member that could not be read must not be null for the rules that check the rest.
            if (_members[i] is { Set: { } set } member
                && (values.ElementAtOrDefault(i) ?? (member.IsRequired ? member.Shape.Blank : null)) is { } value)
            {
                set(record, value);
            }
        }

        return record;
    }

    private static RecordShape OfConstructor(JsonTypeInfo type)
    {
        var constructor = type.Type.GetConstructors().Single(candidate => candidate.GetParameters().Length > 0);
        var parameters = constructor.GetParameters();
        var members = parameters.Select(parameter =>
        {
            var property = type.Properties.Single(
                property => property.AttributeProvider is MemberInfo member && member.Name == parameter.Name);
            return Member.Of(property) with { IsRequired = !parameter.HasDefaultValue, Set = null };
        }).ToArray();
        return new RecordShape(
            values => constructor.Invoke([.. parameters.Select((parameter, i) => values.ElementAtOrDefault(i)
                ?? (parameter.HasDefaultValue ? parameter.DefaultValue : members[i].Shape.Blank))]),
            members);
    }

    /// <summary>A member.</summary>
    /// <param name="Name">Its name on the wire.</param>
    /// <param name="Shape">The shape of its value.</param>
    /// <param name="IsRequired">Whether it must be given.</param>
    /// <param name="IsReadOnly">Whether the server sets it.</param>
    /// <param name="Set">Null: the constructor takes it.</param>
    private sealed record Member(string Name, ValueShape Shape, bool IsRequired, bool IsReadOnly, Action<object, object?>? Set)
    {
        public static Member Of(JsonPropertyInfo property) => new(
            property.Name,
            new LateShape(property.PropertyType),
            property.IsRequired,
            property.AttributeProvider?.IsDefined(typeof(ReadOnlyAttribute), inherit: true) ?? false,
            property.Set);
    }

    /// <summary>The shape of a type, looked up on use, because contracts may contain each other.</summary>
    private sealed class LateShape(Type type) : ValueShape
    {
        public override object? Blank => Shapes.Of(type).Blank;

        public override object? Read(JsonElement value, FieldPath path, ErrorList errors) => Shapes.Of(type).Read(value, path, errors);
    }
}
