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
