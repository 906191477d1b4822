using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Code;
using GptOssDev.Features.Refactor;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class SpliceTests
{
    [Fact]
    public async Task Code_gets_the_indentation_of_what_it_replaces() =>
        await CheckAsync(
            "class A\n{\n    class B\n    {\n        int F() { return 1; }\n    }\n}\n",
            new LineRange(5, 5),
            "int F()\n{\n    return 1;\n}",
            "class A\n{\n    class B\n    {\n        int F()\n        {\n            return 1;\n        }\n    }\n}\n"
        );

    [Fact]
    public async Task Indentation_the_model_kept_is_not_doubled() =>
        await CheckAsync(
            "class A\n{\n    int F() => 1;\n}\n",
            new LineRange(3, 3),
            "    int F()\n    {\n        return 1;\n    }\n",
            "class A\n{\n    int F()\n    {\n        return 1;\n    }\n}\n"
        );

    [Fact]
    public async Task Carriage_returns_are_kept() =>
        await CheckAsync(
            "class A\r\n{\r\n    int F() => 1;\r\n}\r\n",
            new LineRange(3, 3),
            "int F()\n{\n    return 1;\n}",
            "class A\r\n{\r\n    int F()\r\n    {\r\n        return 1;\r\n    }\r\n}\r\n"
        );

    [Fact]
    public async Task Tabs_are_kept() =>
        await CheckAsync(
            "class A\n{\n\tint F()\n\t{\n\t\treturn 1;\n\t}\n}\n",
            new LineRange(3, 6),
            "int F()\n{\n    if (x)\n        return 2;\n    return 1;\n}",
            "class A\n{\n\tint F()\n\t{\n\t\tif (x)\n\t\t\treturn 2;\n\t\treturn 1;\n\t}\n}\n"
        );

    [Fact]
    public async Task Text_inside_strings_keeps_its_blanks() =>
        await CheckAsync(
            "class A\n{\n    string F() => @\"x\n  y\";\n}\n",
            new LineRange(3, 4),
            "string F()\n{\n    return @\"x\n  y\";\n}",
            "class A\n{\n    string F()\n    {\n        return @\"x\n  y\";\n    }\n}\n"
        );

    [Fact]
    public async Task Blank_lines_get_no_blanks() =>
        await CheckAsync(
            "class A\n{\n    int F() => 1;\n}\n",
            new LineRange(3, 3),
            "int F()\n{\n    G();\n\n    return 1;\n}",
            "class A\n{\n    int F()\n    {\n        G();\n\n        return 1;\n    }\n}\n"
        );

    [Theory]
    [InlineData("#if X\n{0}return 1;\n#endif\n{0}return 2;", "#if X\n    return 1;\n#endif\n    return 3;")]
    [InlineData("//{0}G();\n{0}return 2;", "//{0}G();\n    return 3;")]
    [InlineData("done:\n{0}return 2;", "done:\n    return 3;")]
    [InlineData("/* a\nb\n  c */\n{0}return 2;", "/* a\nb\n  c */\n    return 3;")]
    [InlineData("{0}G(); \t\n \n{0}return 2;", "    G();\n\n    return 3;")]
    [InlineData("{0}G(@\"\n  x \n\");\n{0}return 2;", "    G(@\"\n  x \n\");\n    return 3;")]
    public async Task Lines_that_are_not_changed_keep_every_byte(string body, string answer)
    {
        foreach (var blanks in new[] { "    ", "\t" })
        {
            var inner = body.Replace("{0}", blanks + blanks, StringComparison.Ordinal);
            var text = $"class A\r\n{{\r\n{blanks}int F()\r\n{blanks}{{\n{inner}\r\n{blanks}}}\r\n}}";
            var code = $"int F()\n{{\n{answer.Replace("{0}", blanks + blanks, StringComparison.Ordinal)}\n}}";

            await CheckAsync(
                text,
                new LineRange(3, TextLines.Count(text) - 1),
                code,
                text.Replace("return 2", "return 3", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task New_lines_look_like_their_neighbours() =>
        await CheckAsync(
            "class A\n{\n\tint One => 1;\n    int F()\r\n    {\r\n        return 1;\r\n    }\n}\n",
            new LineRange(4, 7),
            "int F()\n{\n\tif (x)\n\t\treturn 2;\n\treturn 1;\n}",
            "class A\n{\n\tint One => 1;\n    int F()\r\n    {\r\n        if (x)\r\n            return 2;\r\n        return 1;\r\n    }\n}\n"
        );

    [Theory]
    [InlineData("#region Two\nint F() => 1;\n#endregion", "    #region Two\n    int F() => 1;\n    #endregion")]
    [InlineData("#if X\nint F() => 1;\n#endif", "#if X\n    int F() => 1;\n#endif")]
    public async Task New_directive_stands_where_it_usually_does(string code, string expected) =>
        await CheckAsync(
            "class A\n{\n    int F() => 1;\n}\n",
            new LineRange(3, 3),
            code,
            $"class A\n{{\n{expected}\n}}\n"
        );

    [Fact]
    public async Task Blanks_at_the_end_of_a_line_can_be_taken_off() =>
        await CheckAsync(
            "class A\n{\n\tint F() => 1;  \n\tint G() => 2;\n}\n",
            new LineRange(3, 4),
            "int F() => 1;\nint G() => 2;",
            "class A\n{\n\tint F() => 1;\n\tint G() => 2;\n}\n"
        );

    [Fact]
    public async Task Blank_lines_at_the_ends_of_a_file_stay() =>
        await CheckAsync("\n \nint x;\n\n\n", new LineRange(1, 5), "int y;", "\n \nint y;\n\n\n");

    [Theory]
    [InlineData("a b.cs", "a/a b.cs\t")]
    [InlineData("ü/日.cs", "a/ü/日.cs")]
    [InlineData("a\"b\\c\td.cs", "\"a/a\\\"b\\\\c\\td.cs\"")]
    [InlineData("a\u0001.cs", "\"a/a\\001.cs\"")]
    [InlineData("/outside/a.cs", "a/outside/a.cs")]
    public void Path_is_written_as_git_writes_it(string path, string expected) =>
        Assert.Equal(expected, GitPath.Of('a', path));

    [Theory]
    [InlineData("int x;\n", "int y;\n")]
    [InlineData("int x;", "int y;")]
    public async Task Whole_file_keeps_its_end(string old, string expected) =>
        await CheckAsync(old, new LineRange(1, 1), "int y;\n", expected);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n")]
    [InlineData("a\nb\nc", "a\nb\nc\nd")]
    [InlineData("a\r\nb\r\n", "a\r\nc\r\nb\r\n")]
    [InlineData("", "a\n")]
    [InlineData(
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n",
        "1\nx\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n18\n"
    )]
    public void Diff_turns_the_old_text_into_the_new_one(string oldText, string newText)
    {
        var parsed = UnifiedDiff.Parse(UnifiedDiffText.Of("src/A.cs", oldText, newText));

        Assert.True(parsed.Succeeded, parsed.Failure);
        Assert.Equal("src/A.cs", Assert.Single(parsed.Diff.Files).Path);
        Assert.Equal(newText, Apply(parsed.Diff.Files[0], oldText));
    }

    [Theory]
    [InlineData("a\nb\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n")]
    [InlineData("a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n")]
    [InlineData(
        "a\nb",
        "a\nc",
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )]
    [InlineData("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n")]
    [InlineData("", "a\n", "@@ -0,0 +1 @@\n+a\n")]
    [InlineData("a\n", "", "@@ -1 +0,0 @@\n-a\n")]
    [InlineData("a\rb\u2028c\n", "a\rb\u2028d\n", "@@ -1 +1 @@\n-a\rb\u2028c\n+a\rb\u2028d\n")]
    public void Diff_is_written_as_git_writes_it(string oldText, string newText, string hunks) =>
        Assert.Equal("--- a/src/A.cs\n+++ b/src/A.cs\n" + hunks, UnifiedDiffText.Of("src/A.cs", oldText, newText));

    [Fact]
    public void Diff_of_random_edits_turns_the_old_text_into_the_new_one()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 40)).Select(_ => $"{(char)('a' + random.Next(6))}").ToList();
            var oldText = Text(random, lines);
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                if (random.Next(2) == 0 && lines.Count > 1)
                {
                    lines.RemoveAt(random.Next(lines.Count));
                }
                else
                {
                    lines.Insert(random.Next(lines.Count + 1), "x");
                }
            }
            var newText = Text(random, lines);
            var diff = UnifiedDiffText.Of("A.cs", oldText, newText);
            var result = diff.Length == 0 ? oldText : Apply(UnifiedDiff.Parse(diff).Diff!.Files[0], oldText);
            Assert.Equal(newText, result);
        }

        static string Text(Random random, List<string> lines) =>
            string.Join(random.Next(2) == 0 ? "\n" : "\r\n", lines) + (random.Next(2) == 0 ? "\n" : "");
    }

    [Fact]
    public void Diff_of_equal_texts_is_empty() => Assert.Equal("", UnifiedDiffText.Of("A.cs", "a\n", "a\n"));

    private static string Apply(DiffFile file, string oldText)
    {
        var old = oldText.Split('\n');
        var (result, at) = (new List<string>(), 0);
        foreach (var hunk in file.Hunks)
        {
            var start = hunk.OldCount == 0 ? hunk.OldStart : hunk.OldStart - 1;
            result.AddRange(old[at..start].Select(l => l + "\n"));
            at = start + hunk.OldCount;
            result.AddRange(
                hunk.Lines.Where(l => l.Kind != DiffLineKind.Removed)
                    .Select(l => l.Text + (l.CarriageReturn ? "\r" : "") + (l.NoNewline ? "" : "\n"))
            );
        }
        return string.Concat(result) + string.Join('\n', old[Math.Min(at, old.Length)..]);
    }

    private static async Task CheckAsync(string text, LineRange lines, string code, string expected)
    {
        using var workspace = new TemporaryWorkspace(("A.cs", text));
        var snapshot = await workspace.SnapshotAsync();
        var file = snapshot.ReadText("A.cs").File!;
        var section = new CodeSection(snapshot, file, lines, lines, "this code");

        Assert.Equal(expected, SectionReplacement.Into(section, code));
    }
}
