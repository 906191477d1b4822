using GptOssDev.Features;
using GptOssDev.Features.Refactor;
using GptOssDev.Retrieval.Diffs;
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

        Assert.Equal(expected, Splice.Into(section, code));
    }
}
