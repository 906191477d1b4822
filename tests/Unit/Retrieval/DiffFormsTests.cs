using GptOssDev.Changes.Diffs;
using GptOssDev.Changes.Git;
using Xunit;

namespace GptOssDev.Tests.Unit.Retrieval;

/// <summary>The forms that git's settings and options give a diff: read as the plain one, or refused with the reason.</summary>
public sealed class DiffFormsTests
{
    private const string Hunk = "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";

    [Theory]
    [InlineData("--- a/a/x.cs\n+++ b/a/x.cs\n", "a/x.cs")]
    [InlineData("--- i/x.cs\n+++ w/x.cs\n", "x.cs")]
    [InlineData("--- c/a/x.cs\n+++ i/a/x.cs\n", "a/x.cs")]
    [InlineData("--- b/x.cs\n+++ a/x.cs\n", "x.cs")]
    [InlineData("--- before/src/x.cs\n+++ after/src/x.cs\n", "src/x.cs")]
    [InlineData("--- orig/deep/x.cs\t2020-01-01\n+++ x.cs\t2020-01-01\n", "x.cs")]
    [InlineData("--- /tmp/old.cs\t2020-01-01\n+++ src/x.cs\t2020-01-01\n", "src/x.cs")]
    [InlineData("--- src/x.cs\n+++ ../new.cs\n", "src/x.cs")]
    [InlineData("diff --git a/x.cs a/x.cs\n--- a/x.cs\n+++ a/x.cs\n", "a/x.cs")]
    [InlineData("diff --git \"a/\\303\\244 \\\"q\\\".cs\" \"b/\\303\\244 \\\"q\\\".cs\"\n", "ä \"q\".cs")]
    [InlineData(
        "diff --git a/x y b/x y.cs b/x y b/x y.cs\n--- a/x y b/x y.cs\t\n+++ b/x y b/x y.cs\t\n",
        "x y b/x y.cs"
    )]
    public void Prefixes_of_any_kind_are_no_part_of_the_path(string header, string path)
    {
        var file = Assert.Single(Parse(header + Hunk).Files);

        Assert.Equal((path, path), (file.OldPath, file.NewPath));
    }

    [Theory]
    // Without prefixes a folder may have the name of one.
    [InlineData("diff --git b/New.cs b/New.cs\nnew file mode 100644\n--- /dev/null\n+++ b/New.cs\n", "b/New.cs")]
    [InlineData("diff --git a/New.cs b/New.cs\nnew file mode 100644\n--- /dev/null\n+++ b/New.cs\n", "New.cs")]
    [InlineData(
        "diff --git before/b/New.cs after/b/New.cs\nnew file mode 100644\n--- /dev/null\n+++ after/b/New.cs\n",
        "b/New.cs"
    )]
    [InlineData("--- /dev/null\n+++ b/New.cs\n", "New.cs")]
    public void Path_of_a_new_file_is_read_with_the_same_prefixes(string header, string path)
    {
        var file = Assert.Single(Parse(header + "@@ -0,0 +1 @@\n+x\n").Files);

        Assert.Equal((DiffChange.Added, null, path), (file.Change, file.OldPath, file.NewPath));
    }

    [Fact]
    public void Prefixes_of_a_plain_diff_are_those_of_its_other_files()
    {
        var patch = "--- /dev/null\n+++ b/New.cs\n@@ -0,0 +1 @@\n+x\n--- b/Old.cs\n+++ b/Old.cs\n" + Hunk;

        Assert.Equal(["b/New.cs", "b/Old.cs"], Parse(patch).Files.Select(f => f.Path));
    }

    [Fact]
    public void Colours_are_taken_out()
    {
        const string coloured =
            "\e[1mdiff --git a/x.cs b/x.cs\e[m\n\e[1mindex 1..2 100644\e[m\n\e[1m--- a/x.cs\e[m\n\e[1m+++ b/x.cs\e[m\n"
            + "\e[36m@@ -1,3 +1,3 @@\e[m \e[mclass X\e[m\n one\e[m\n\e[31m-two\e[m\n\e[38;2;0;200;0m+\e[m\e[32m2\e[m\e[41m \e[m\n three\e[m\n";

        var hunk = Assert.Single(Parse(coloured).Files[0].Hunks);

        Assert.Equal(["one", "two", "2 ", "three"], hunk.Lines.Select(l => l.Text));
        Assert.Equal("class X", hunk.Section);
    }

    [Fact]
    public void Escape_characters_of_the_code_stay()
    {
        var patch = "--- a/x.cs\n+++ b/x.cs\n@@ -1 +1 @@\n-a\n+\"\e[31mred\e[m\"\n";

        Assert.Equal("\"\e[31mred\e[m\"", Parse(patch).Files[0].Hunks[0].Lines[1].Text);
    }

    [Theory]
    [InlineData("@@ -1,3 +1,3 @@\n  one\n  [-two-]{+2+}\n  three\n")]
    [InlineData("@@ -1,3 +1,3 @@\none\n[-two-]{+2+}\nthree\n")]
    [InlineData("@@ -1,3 +1,3 @@\n one\n~\n-two\n+2\n~\n three\n~\n")]
    [InlineData("@@ -1,3 +1,4 @@\none\n{+2+}\ntwo\nthree\n")]
    // Its colours are gone: what was removed and what was added stand in one line.
    [InlineData("@@ -1,3 +1,3 @@\n  one\n  two2\n  three\n")]
    public void Word_diff_is_refused_by_name(string hunk)
    {
        var result = UnifiedDiff.Parse("--- a/x.cs\n+++ b/x.cs\n" + hunk);

        Assert.Contains("--word-diff", result.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    public void Encoded_mail_is_refused_by_name(string encoding)
    {
        var mail = $"From: a@b\nContent-Transfer-Encoding: {encoding}\n\n--- a/x.cs\n+++ b/x.cs\n{Hunk}";

        Assert.Contains("git mailinfo", UnifiedDiff.Parse(mail).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Mails_of_a_series_are_read_one_after_the_other()
    {
        const string head =
            "From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n---\n x.cs | 2 +-\n\ndiff --git a/x.cs b/x.cs\n";
        var mail = $"{head}--- a/x.cs\n+++ b/x.cs\n{Hunk}-- \n2.43.0\n\n";

        Assert.Equal(["x.cs", "x.cs"], Parse(mail + mail).Files.Select(f => f.Path));
    }

    [Fact]
    public void Combined_diff_is_what_the_merge_changes_in_its_first_parent()
    {
        const string patch =
            "diff --cc src/x.cs\nindex 1,2..3\n--- a/src/x.cs\n+++ b/src/x.cs\n"
            + "@@@ -4,4 -4,4 +4,5 @@@ class X\n  same\n- ours\n -theirs\n++both\n +from ours\n+ from theirs\n  end\n";

        var file = Assert.Single(Parse(patch).Files);

        Assert.Equal(("src/x.cs", DiffChange.Modified), (file.Path, file.Change));
        var hunk = Assert.Single(file.Hunks);
        Assert.Equal("class X", hunk.Section);
        Assert.Equal(
            ["4/4 same", "5/ ours", "/5 both", "6/6 from ours", "/7 from theirs", "7/8 end"],
            hunk.Lines.Select(l => $"{l.OldNumber}/{l.NewNumber} {l.Text}")
        );
    }

    [Fact]
    public void Combined_diff_of_three_parents_and_of_a_conflict_is_read()
    {
        const string octopus =
            "diff --combined x.cs\nindex 1,2,3..4\nmode 100644,100644,100644..100755\n--- a/x.cs\n+++ b/x.cs\n"
            + "@@@@ -1,2 -1,2 -1,2 +1,2 @@@@\n---old\n+++new\n   end\n";
        const string conflict =
            "diff --cc x.cs\nindex 1,2..0\n--- a/x.cs\n+++ b/x.cs\n"
            + "@@@ -1,1 -1,1 +1,5 @@@\n++<<<<<<< HEAD\n +a\n++=======\n+ b\n++>>>>>>> other\n";

        Assert.Equal(["old", "new", "end"], Parse(octopus).Files[0].Hunks[0].Lines.Select(l => l.Text));
        Assert.Equal(
            ["<<<<<<< HEAD", "=======", "b", ">>>>>>> other"],
            Parse(conflict).Files[0].Hunks[0].Lines.Where(l => l.Kind == DiffLineKind.Added).Select(l => l.Text)
        );
    }

    [Theory]
    [InlineData("@@@ -1,2 -1,2 +1,2 @@@\n  a\n")]
    [InlineData("@@@ -1,1 -1,1 +1,1 @@@\n++a\n++b\n  c\n")]
    [InlineData("@@@ -1,1 +1,1 @@@\n  a\n")]
    [InlineData("@@@ -1,1 -1,1 +1,1 @@@\nx a\n")]
    public void Combined_hunk_that_does_not_add_up_is_refused(string hunk) =>
        Assert.False(UnifiedDiff.Parse("diff --cc x.cs\n--- a/x.cs\n+++ b/x.cs\n" + hunk).Succeeded);

    [Fact]
    public void What_a_patch_names_and_does_not_show_is_kept()
    {
        const string patch =
            "* Unmerged path src/A.cs\n* Unmerged path \"b \\303\\244.cs\"\nSubmodule lib/sub 1234567..89abcde:\n  > change\n"
            + "Submodule other contains modified content\n";

        var diff = Parse(patch);

        Assert.Empty(diff.Files);
        Assert.Equal(["src/A.cs", "b ä.cs", "lib/sub", "other"], diff.Unread.Select(u => u.Path));
    }

    [Theory]
    [InlineData(
        "new file mode 120000\n--- /dev/null\n+++ b/x.cs\n@@ -0,0 +1 @@\n+../y.cs\n\\ No newline at end of file\n",
        GitMode.SymbolicLink
    )]
    [InlineData("deleted file mode 120000\n--- a/x.cs\n+++ /dev/null\n@@ -1 +0,0 @@\n-../y.cs\n", GitMode.SymbolicLink)]
    [InlineData("index 1..2 120000\n--- a/x.cs\n+++ b/x.cs\n@@ -1 +1 @@\n-../y.cs\n+../z.cs\n", GitMode.SymbolicLink)]
    [InlineData(
        "index 1..2 160000\n--- a/x.cs\n+++ b/x.cs\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
        GitMode.Submodule
    )]
    [InlineData("old mode 100644\nnew mode 100755\n", GitMode.Executable)]
    public void Mode_says_what_the_path_is(string rest, GitMode mode) =>
        Assert.Equal(mode, Assert.Single(Parse("diff --git a/x.cs b/x.cs\n" + rest).Files).Mode);

    private static UnifiedDiff Parse(string text)
    {
        var result = UnifiedDiff.Parse(text);
        Assert.True(result.Succeeded, result.Failure);
        return result.Diff;
    }
}
