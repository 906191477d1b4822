using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Tests.Unit.Wire;

/// <summary>Writes the page that tells every method and every type of the wire.</summary>
internal sealed class ProtocolPageWriter(ProtocolDocs docs, IReadOnlyDictionary<string, RequestMode> modes)
{
    private readonly StringBuilder _text = new();

    public string Write()
    {
        Line("# The protocol");
        Line("");
        Line($"Generated from the code by `{nameof(ProtocolFilesTests)}`: do not edit.");
        Line("");
        Line("JSON-RPC 2.0 in LSP's frames (`Content-Length`), on the daemon's socket or on the standard streams of");
        Line(
            "`gptoss lsp`. Positions are LSP's: lines and characters from 0, characters in UTF-16 units; a `LineSpan`"
        );
        Line(
            "counts lines from 1. Members that are not required may be left out or null; unknown members are ignored."
        );
        Line("");
        Line(
            "Messages take their turn on each connection: a *change* starts in order and holds back what is behind it,"
        );
        Line(
            "*reads* see what the changes before them left and run side by side, and what is *at once* waits for nothing."
        );
        Line("");
        Line(
            "There is no `textDocument/hover`: C# language servers show signatures already, and a model would make it slow."
        );
        Line("");
        Line("## Errors");
        Line("");
        Line(
            "Every request may be answered with a negative code; a method names the others it may give. `data.reason` is a stable word."
        );
        Line("");
        Line("| code | name | meaning |");
        Line("|---|---|---|");
        foreach (var (name, code) in Codes())
        {
            Line($"| {Number(code)} | {name} | {docs.OfConstant(typeof(ErrorCodes), name)} |");
        }
        Group("Methods of ours", m => m.Name.StartsWith("gptoss/", StringComparison.Ordinal));
        Group(
            "Methods of LSP",
            m => m.Sender == WireSender.Client && !m.Name.StartsWith("gptoss/", StringComparison.Ordinal)
        );
        Commands();
        Group("What the server sends", m => m.Sender == WireSender.Server);
        Line("");
        Line("## Types");
        var types = WireMethods
            .All.SelectMany(m => new[] { m.Params, m.Result, m.Partial })
            .OfType<Type>()
            .Concat([
                typeof(EditorOptions),
                typeof(EditorRefactorParams),
                typeof(EditorRefactorResult),
                typeof(EditorExplainParams),
                typeof(WorkDoneProgress),
                typeof(ErrorData),
            ]);
        foreach (var type in WireShape.Closure(types).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            Describe(type);
        }
        return _text.ToString();
    }

    private void Group(string title, Func<WireMethod, bool> belongs)
    {
        Line("");
        Line($"## {title}");
        foreach (var method in WireMethods.All.Where(belongs))
        {
            Line("");
            Line($"### `{method.Name}`");
            Line("");
            Line(method.Summary);
            Line("");
            Line($"- {Kind(method)}{Turn(method)}{After(method)}");
            Line($"- params: {Name(method.Params)}");
            if (method.Result is { } result)
            {
                Line($"- result: {Name(result)}");
            }
            if (method.Partial is { } partial)
            {
                Line($"- streams: {Name(partial)}");
            }
            if (method.Errors.Count > 0)
            {
                Line($"- errors: {string.Join(", ", method.Errors.Select(Number))}");
            }
        }
    }

    private void Commands()
    {
        Line("");
        Line("## Editor commands");
        Line("");
        Line("The commands of `workspace/executeCommand`. Each takes one argument, `gptoss.server.status` none.");
        Line("");
        Line("| command | meaning |");
        Line("|---|---|");
        foreach (var field in typeof(EditorCommands).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            Line($"| `{field.GetRawConstantValue()}` | {docs.OfConstant(typeof(EditorCommands), field.Name)} |");
        }
    }

    private void Describe(Type type)
    {
        Line("");
        Line($"### {type.Name}");
        if (docs.Of(type) is { Length: > 0 } summary)
        {
            Line("");
            Line(summary);
        }
        var members = WireShape.Members(type);
        if (members.Count == 0)
        {
            return;
        }
        Line("");
        Line("| member | type | required | meaning |");
        Line("|---|---|---|---|");
        foreach (var member in members)
        {
            var orNull = member.IsNullable ? " or null" : "";
            Line(
                $"| `{member.Name}` | {Name(member.Type)}{orNull} | {(member.IsOptional ? "" : "yes")} | {docs.Of(type, member.Name)} |"
            );
        }
    }

    private static string Kind(WireMethod method) =>
        method switch
        {
            { Result: null } => "notification",
            { AlsoNotification: true } => "request or notification",
            _ => "request",
        };

    private string Turn(WireMethod method) =>
        modes.TryGetValue(method.Name, out var mode)
            ? mode switch
            {
                RequestMode.ReadWrite => ", a change",
                RequestMode.OutOfBand => ", at once",
                _ => ", a read",
            }
            : "";

    private static string After(WireMethod method) => method.After is { } after ? $", after `{after}`" : "";

    private static string Name(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner.IsGenericType)
        {
            var value = Name(inner.GetGenericArguments()[^1]);
            return inner.GetGenericArguments().Length == 2 ? $"map of {value}" : $"list of {value}";
        }
        return inner switch
        {
            _ when inner == typeof(string) => "string",
            _ when inner == typeof(DateTimeOffset) => "string (ISO 8601)",
            _ when inner == typeof(bool) => "boolean",
            _ when inner == typeof(int) || inner == typeof(long) => "integer",
            _ when inner == typeof(double) => "number",
            _ when inner == typeof(JsonElement) => "any",
            _ => $"[{inner.Name}](#{inner.Name.ToLowerInvariant()})",
        };
    }

    private static IEnumerable<(string Name, int Code)> Codes() =>
        typeof(ErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (f.Name, (int)f.GetRawConstantValue()!));

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);

    private void Line(string text) => _text.Append(text).Append('\n');
}
