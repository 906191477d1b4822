using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Unit.Wire;

/// <summary>Writes the types of our own methods for the extension. What LSP itself defines comes from LSP's own packages.</summary>
internal sealed class TypeScriptWriter(ProtocolDocs docs)
{
    private const int Width = 120;

    /// <summary>What travels inside LSP's messages and is ours.</summary>
    private static readonly Type[] _inside =
    [
        typeof(EditorOptions),
        typeof(EditorRefactorParams),
        typeof(EditorRefactorResult),
        typeof(EditorExplainParams),
        typeof(InlineCompletionItem),
        typeof(WorkDoneProgress),
        typeof(ErrorData),
    ];

    private readonly StringBuilder _text = new();

    public string Write()
    {
        WireMethod[] ours = [.. WireMethods.All.Where(m => m.Name.StartsWith("gptoss/", StringComparison.Ordinal))];
        Line(
            $"// Generated from {typeof(WireMethod).Assembly.GetName().Name} by {nameof(ProtocolFilesTests)}: do not edit."
        );
        Line("");
        Constants("Methods", ours.ToDictionary(m => Name(m.Name["gptoss/".Length..]), m => (object)m.Name));
        Constants("Commands", Fields(typeof(EditorCommands)));
        Constants("ErrorCodes", Fields(typeof(ErrorCodes)));
        Line("/** Params, result and streamed pieces of each request of ours. */");
        Line("export interface Requests {");
        foreach (var method in ours.Where(m => m.Result is not null))
        {
            var partial = method.Partial is { } type ? TypeName(type) : "never";
            Line(
                $"  '{method.Name}': {{ params: {TypeName(method.Params)}; result: {TypeName(method.Result!)}; partial: {partial} }};"
            );
        }
        Line("}");
        Line("");
        Line("/** Params of each notification of ours. */");
        Line("export interface Notifications {");
        foreach (var method in ours.Where(m => m.Result is null))
        {
            Line($"  '{method.Name}': {TypeName(method.Params)};");
        }
        Line("}");
        var types = ours.SelectMany(m => new[] { m.Params, m.Result, m.Partial }).OfType<Type>().Concat(_inside);
        foreach (var type in WireShape.Closure(types))
        {
            Interface(type);
        }
        return _text.ToString();
    }

    private void Interface(Type type)
    {
        Line("");
        Comment("", docs.Of(type));
        var members = WireShape.Members(type);
        if (members.Count == 0)
        {
            Line($"export type {type.Name} = Record<string, never>;");
            return;
        }
        Line($"export interface {type.Name} {{");
        foreach (var member in members)
        {
            Comment("  ", docs.Of(type, member.Name));
            var orNull = member.IsNullable ? " | null" : "";
            Line($"  {member.Name}{(member.IsOptional ? "?" : "")}: {TypeName(member.Type)}{orNull};");
        }
        Line("}");
    }

    private static string TypeName(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner.IsGenericType)
        {
            var value = TypeName(inner.GetGenericArguments()[^1]);
            return inner.GetGenericArguments().Length == 2 ? $"Record<string, {value}>" : $"{value}[]";
        }
        return inner switch
        {
            _ when inner == typeof(string) || inner == typeof(DateTimeOffset) => "string",
            _ when inner == typeof(bool) => "boolean",
            _ when inner == typeof(int) || inner == typeof(long) || inner == typeof(double) => "number",
            _ when inner == typeof(JsonElement) => "unknown",
            _ when WireShape.IsRecord(inner) => inner.Name,
            _ => throw new InvalidOperationException($"{type} has no TypeScript type"),
        };
    }

    private void Constants(string name, Dictionary<string, object> values)
    {
        Line($"export const {name} = {{");
        foreach (var (key, value) in values)
        {
            Line(
                $"  {key}: {(value is string text ? $"'{text}'" : Convert.ToString(value, CultureInfo.InvariantCulture))},"
            );
        }
        Line("} as const;");
        Line("");
    }

    private static Dictionary<string, object> Fields(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(f => char.ToLowerInvariant(f.Name[0]) + f.Name[1..], f => f.GetRawConstantValue()!);

    private static string Name(string path)
    {
        var parts = path.Split('/');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }

    private void Comment(string indent, string text)
    {
        if (text.Length == 0)
        {
            return;
        }
        if (indent.Length + text.Length + 7 <= Width)
        {
            Line($"{indent}/** {text} */");
            return;
        }
        Line($"{indent}/**");
        var line = $"{indent} *";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                Line(line);
                line = $"{indent} *";
            }
            line += " " + word;
        }
        Line(line);
        Line($"{indent} */");
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
