namespace GptOssDev.Tests.Integration.Features.Completion;

/// <summary>A file as it is to become, and what of it stands there when a completion is asked for.</summary>
/// <param name="Natural">The file with the completion.</param>
/// <param name="Before">What of it stands left of the cursor.</param>
/// <param name="After">What stands right of the cursor.</param>
/// <param name="Script">What a model writes: the file from the cursor on.</param>
internal sealed record CursorSituation(string Name, string Natural, string Before, string After, string Script);

/// <summary>Each statement with each expression, with each thing that may stand behind the cursor, with tabs and with spaces.</summary>
internal static class CursorSituations
{
    private const string Head = """
        namespace Shop;

        public sealed class Case(int start) : Basket(start)
        {

        """;

    private const string Tail = """

            public override string ToString() => "end";
        }

        """;

    /// <summary>
    /// Expressions of type <c>int</c>: what stands before the cursor, what is missing there, what stands behind it, and what of
    /// that an editor closes.
    /// </summary>
    private static readonly (
        string Name,
        string Before,
        string Missing,
        string Behind,
        string Closers
    )[] _expressions =
    [
        ("paren", "Sum(", "Sum(1, 2), 3", ")", ")"),
        ("bracket", "Numbers[", "Sum(0, 0)", "]", "]"),
        ("brace", "new Point { ", "X = 1", " }.X", " }"),
        ("angle", "Make<", "int", ">()", ">"),
        ("angles", "Count<Dictionary<", "string, List<int>", ">>()", ">>"),
        ("quote", "Len(\"", "a b", "\")", "\")"),
        ("verbatim", "Len(@\"", "a \"\"b\"\"", "\")", "\")"),
        ("raw", "Len(\"\"\"", "a \"b\" c", "\"\"\")", "\"\"\")"),
        ("text", "Len($\"a ", "b {Total} c", "\")", "\")"),
        ("hole", "Len($\"a {", "Total", "} b\")", "}\")"),
        ("character", "Code('", "x", "')", "')"),
        ("tuple", "Pair((", "1, 2", "))", "))"),
        ("name", "Tot", "al", "", ""),
    ];

    /// <summary>
    /// Statements with <c>§</c> for the expression, and what of the text behind it an editor closes. What stands behind <c>¶</c> is
    /// in the file already: the cursor is in a statement or an element of the inner block.
    /// </summary>
    private static readonly (string Name, string Text, string Closers)[] _statements =
    [
        ("local", "var a = §;", ""),
        ("assignment", "Total = §;", ""),
        ("compound", "Total += §;", ""),
        ("return", "return §;", ""),
        ("argument", "Add(§);", ")"),
        ("second argument", "Sum(1, §);", ")"),
        ("nested", "Add(Sum(§, 4));", "))"),
        ("sum", "var a = § + Sum(3, 4);", ""),
        ("if", "if (Has(§))\n        {\n            Add(1);\n        }", "))"),
        ("if without block", "if (§ > 1)\n            Add(1);", ")"),
        (
            "if, else",
            "if (Has(§))\n        {\n            Add(1);\n        }\n        else\n        {\n            Add(2);\n        }",
            "))"
        ),
        ("while", "while (Has(§)) {\n            Add(1);\n        }", "))"),
        ("for", "for (var i = §; i < 3; i++)\n        {\n            Add(i);\n        }", ")"),
        ("foreach", "foreach (var n in Range(§))\n        {\n            Add(n);\n        }", "))"),
        ("using", "using (Open(§))\n        {\n            Add(1);\n        }", "))"),
        ("lock", "lock (Open(§))\n        {\n            Add(1);\n        }", "))"),
        ("throw", "throw new InvalidOperationException(Say(§));", "))"),
        ("lambda", "Each(n => Add(§));", "))"),
        ("lambda block", "Each(n =>\n        {\n            Add(§);¶\n        });", ")"),
        ("initializer", "var p = new Point { X = §, Y = 2 };", " }"),
        ("long initializer", "var p = new Point\n        {\n            X = §,¶\n            Y = 2,\n        };", ""),
        ("collection", "List<int> list = [§, 3];", "]"),
        ("chain", "var q = Range(§)\n            .Where(n => n > 1)\n            .ToList();", ")"),
        ("conditional", "var c = Has(§)\n            ? 1\n            : 2;", ")"),
        ("switch", "var s = Sum(§, 1) switch\n        {\n            1 => 2,\n            _ => 3,\n        };", ")"),
        ("coalesce", "var c = Find(§)\n            ?? 2;", ")"),
    ];

    /// <summary>Members with <c>§</c> for the expression.</summary>
    private static readonly (string Name, string Text, string Closers)[] _members =
    [
        ("arrow method", "private int First() => §;", ""),
        ("arrow property", "private int Second => §;", ""),
        ("long arrow", "private int Third() =>\n        Sum(§, 2);", ")"),
        ("condition", "private int Fourth() => Has(§)\n        ? 1\n        : 2;", ")"),
    ];

    public static IEnumerable<CursorSituation> All()
    {
        foreach (var expression in _expressions)
        {
            foreach (var statement in _statements)
            {
                var text =
                    $"    private int Run()\n    {{\n        Add(0);\n        {statement.Text}\n        return 7;\n    }}\n";
                foreach (var situation in Of(statement.Name, text, statement.Closers, expression))
                {
                    yield return situation;
                }
            }
            foreach (var member in _members)
            {
                foreach (var situation in Of(member.Name, $"    {member.Text}\n", member.Closers, expression))
                {
                    yield return situation;
                }
            }
        }
    }

    private static IEnumerable<CursorSituation> Of(
        string name,
        string text,
        string closers,
        (string Name, string Before, string Missing, string Behind, string Closers) expression
    )
    {
        var slot = text.IndexOf('§', StringComparison.Ordinal);
        var before = Head + text[..slot] + expression.Before;
        // What is below the statement stands there; the statement's own lines do only where its first line is whole.
        var end = text.IndexOf('¶', StringComparison.Ordinal);
        var behind = text[(slot + 1)..];
        var below = text[(end < 0 ? EndOf(text, slot) : end + 1)..];
        var rest = expression.Behind + behind.Replace("¶", "", StringComparison.Ordinal) + Tail;
        var lineEnd = rest.IndexOf('\n', StringComparison.Ordinal);
        var after = below + Tail;
        var closed = expression.Closers + closers;
        foreach (
            var (mode, stands) in new[]
            {
                ("open", after),
                ("closed", closed + after),
                ("closed;", closed + ";" + after),
                ("whole", rest),
            }
        )
        {
            var isSame = mode == "closed" && closed.Length == 0;
            var isStatement = rest.AsSpan(0, lineEnd).SequenceEqual(closed + ";");
            if (isSame || (mode == "closed;" && !isStatement))
            {
                continue;
            }
            foreach (var tabs in mode is "open" or "closed" ? new[] { false, true } : [false])
            {
                var script = Blanks(before) + expression.Missing + rest;
                var natural = before + expression.Missing + rest;
                yield return new CursorSituation(
                    $"{name}, {expression.Name}, {mode}, {(tabs ? "tabs" : "spaces")}",
                    Styled(natural, tabs),
                    Styled(before, tabs),
                    Styled(stands, tabs),
                    Styled(script, tabs)
                );
            }
        }
    }

    private static int EndOf(string text, int slot)
    {
        var next = text.IndexOf("\n        return 7;", slot, StringComparison.Ordinal);
        return next < 0 ? text.Length - 1 : next;
    }

    // A model's prompt ends before the blanks left of the cursor.
    private static string Blanks(string before) => before[before.TrimEnd(' ').Length..];

    private static string Styled(string text, bool tabs) =>
        tabs ? string.Join('\n', text.Split('\n').Select(Tabbed)) : text;

    private static string Tabbed(string line)
    {
        var spaces = line.Length - line.TrimStart(' ').Length;
        return new string('\t', spaces / 4) + new string(' ', spaces % 4) + line[spaces..];
    }
}
