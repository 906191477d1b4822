using GptOssDev.Changes.Diffs;
using Xunit;

namespace GptOssDev.Tests.Unit.Retrieval;

public sealed class UnifiedDiffTests
{
    private const string Plain = """
        From 0123 Mon Sep 17 00:00:00 2001
        Subject: [PATCH] text before

        diff --git a/src/A.cs b/src/A.cs
        index 1..2 100644
        --- a/src/A.cs
        +++ b/src/A.cs
        @@ -1,3 +1,4 @@ class A
         one
        -two
        +2
        +2.5
         three
        @@ -10 +11 @@
        ---old
        +++ new
        \ No newline at end of file
        -- 
        2.39

        """;

    [Fact]
    public void Hunks_carry_old_and_new_line_numbers()
    {
        var file = Assert.Single(Parse(Plain).Files);
        Assert.Equal(("src/A.cs", "src/A.cs", DiffChange.Modified), (file.OldPath, file.NewPath, file.Change));
        Assert.Equal("class A", file.Hunks[0].Section);
        Assert.Equal(
            ["1/1 one", "2/ two", "/2 2", "/3 2.5", "3/4 three"],
            file.Hunks[0].Lines.Select(l => $"{l.OldNumber}/{l.NewNumber} {l.Text}")
        );
        Assert.Equal(
            ["10/ --old", "/11 ++ new"],
            file.Hunks[1].Lines.Select(l => $"{l.OldNumber}/{l.NewNumber} {l.Text}")
        );
        Assert.Equal([false, true], file.Hunks[1].Lines.Select(l => l.NoNewline));
    }

    [Fact]
    public void Extended_headers_tell_renames_binaries_modes_and_quoted_paths()
    {
        var diff = Parse(
            """
            diff --git a/old name.cs b/new name.cs
            similarity index 100%
            rename from old name.cs
            rename to new name.cs
            diff --git "a/\303\244 \"q\".cs" "b/\303\244 \"q\".cs"
            deleted file mode 100644
            --- "a/\303\244 \"q\".cs"
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            diff --git a/x.bin b/x.bin
            new file mode 100644
            Binary files /dev/null and b/x.bin differ
            diff --git a/run it.sh b/run it.sh
            old mode 100644
            new mode 100755

            """
        );
        Assert.Equal(
            ["Renamed old name.cs>new name.cs", "Deleted ä \"q\".cs>", "Added >x.bin", "Modified run it.sh>run it.sh"],
            diff.Files.Select(f => $"{f.Change} {f.OldPath}>{f.NewPath}")
        );
        Assert.Equal([false, false, true, false], diff.Files.Select(f => f.IsBinary));
    }

    [Fact]
    public void Diff_of_other_tools_has_times_and_no_prefixes()
    {
        var diff = Parse(
            "--- lib/a.cs\t2020-01-01 10:00:00\n+++ lib/a.cs\t2020-01-02\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n--- x.cs\n+++ x.cs\n@@ -1 +1 @@\n-1\n+2\n"
        );
        Assert.Equal(["lib/a.cs", "x.cs"], diff.Files.Select(f => f.Path));
    }

    [Fact]
    public void Carriage_returns_belong_to_the_ending()
    {
        var diff = Parse("diff --git a/a b/a\r\n--- a/a\r\n+++ b/a\r\n@@ -1,2 +1,2 @@\r\n\r\n-x\r\n+y\n");
        var lines = diff.Files[0].Hunks[0].Lines;
        Assert.Equal([("", true), ("x", true), ("y", false)], lines.Select(l => (l.Text, l.CarriageReturn)));
    }

    [Theory]
    [InlineData("@@ -1 +1 @@\n-a\n+b\n", 1, "without a file")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n a\n", 5, "cut off")]
    [InlineData("--- a/a\n+++ b/a\n@@ -x +1 @@\n", 3, "header")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n-b\n+c\n", 5, "does not fit")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1,99999999999 +1 @@\n", 3, "impossible")]
    [InlineData("--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n", 6, "leaves")]
    [InlineData("--- \"a/x\n+++ \"b/x\n@@ -1 +1 @@\n-a\n+b\n", 1, "quotes")]
    public void Malformed_patch_is_one_line_with_its_number(string patch, int line, string what)
    {
        var result = UnifiedDiff.Parse(patch);
        Assert.False(result.Succeeded);
        Assert.Equal(line, result.Line);
        Assert.Contains(what, result.Failure, StringComparison.Ordinal);
        Assert.StartsWith($"patch line {line}: ", result.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just some text\nwithout a diff\n")]
    public void Text_without_a_diff_has_no_files(string text) => Assert.Empty(Parse(text).Files);

    [Fact]
    public void Limits_are_kept()
    {
        Assert.Contains("limit", UnifiedDiff.Parse(Plain, new DiffLimits(10, 9, 9)).Failure, StringComparison.Ordinal);
        Assert.Contains(
            "limit",
            UnifiedDiff.Parse(Plain, new DiffLimits(9999, 9, 9)).Failure,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 0 files",
            UnifiedDiff.Parse(Plain, new DiffLimits(9999, 0, 999)).Failure,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Mutated_patches_never_throw()
    {
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var text = Plain.ToCharArray();
            for (var n = random.Next(1, 12); n > 0; n--)
            {
                text[random.Next(text.Length)] = "\n\r-+@\\ \"a0,\t"[random.Next(12)];
            }
            var result = UnifiedDiff.Parse(new string(text, 0, random.Next(text.Length)));
            Assert.True(result.Succeeded || result.Line > 0);
        }
    }

    private static UnifiedDiff Parse(string text)
    {
        var result = UnifiedDiff.Parse(text);
        Assert.True(result.Succeeded, result.Failure);
        return result.Diff;
    }
}
