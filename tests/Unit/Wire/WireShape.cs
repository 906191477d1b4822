using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Unit.Wire;

/// <summary>A type as it looks in JSON, from the serializer's own knowledge of it.</summary>
internal static class WireShape
{
    /// <param name="IsOptional">It may be left out of params, or is left out of a result when there is nothing to say.</param>
    public sealed record Member(string Name, Type Type, bool IsOptional, bool IsNullable);

    public static bool IsRecord(Type type) =>
        type.Namespace == typeof(WireMethod).Namespace && Info(type)?.Kind == JsonTypeInfoKind.Object;

    public static IReadOnlyList<Member> Members(Type type) => [.. Info(type)!.Properties.Select(Of)];

    /// <summary>The type inside <c>T?</c>, lists and maps.</summary>
    public static Type Core(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? inner
        : type.IsGenericType ? Core(type.GetGenericArguments()[^1])
        : type;

    /// <summary>The records that some types are made of, themselves included, each before what it uses.</summary>
    public static IReadOnlyList<Type> Closure(IEnumerable<Type> types)
    {
        var found = new List<Type>();
        foreach (var type in types)
        {
            Visit(Core(type), found);
        }
        return found;
    }

    private static void Visit(Type type, List<Type> found)
    {
        if (!IsRecord(type) || found.Contains(type))
        {
            return;
        }
        found.Add(type);
        foreach (var member in Members(type))
        {
            Visit(Core(member.Type), found);
        }
    }

    private static JsonTypeInfo? Info(Type type) => ProtocolJson.Default.GetTypeInfo(type);

    private static Member Of(JsonPropertyInfo property)
    {
        var isLeftOut =
            property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false).Length > 0;
        var isNullable =
            !isLeftOut
            && (
                Nullable.GetUnderlyingType(property.PropertyType) is not null
                || property.IsGetNullable && !property.PropertyType.IsValueType
            );
        return new Member(property.Name, property.PropertyType, isLeftOut || !property.IsRequired, isNullable);
    }
}
