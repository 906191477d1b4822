using GptOssDev.Changes.Diffs;
using Xunit;

namespace GptOssDev.Tests.Unit.Retrieval;

public sealed class PatchedTextTests
{
    private const string Old = "a\nb\nc\nd\ne\nf\ng\n";
    private const string New = "a\nb\nC\nd\ne\nf\ng\n";
    private const string Hunk = "@@ -2,3 +2,3 @@\n b\n-c\n+C\n d\n";

    [Fact]
    public void Old_side_gets_the_new_one()
    {
        var patched = PatchedText.Of(FileOf(Hunk), Old);

        Assert.Equal((PatchSide.Old, New, null), (patched.Found, patched.Text, patched.Failure));
        Assert.Equal(3, Added(patched).NewNumber);
    }

    [Fact]
    public void New_side_stays()
    {
        var patched = PatchedText.Of(FileOf(Hunk), New);

        Assert.Equal((PatchSide.New, New), (patched.Found, patched.Text));
    }

    [Theory]
    [InlineData("a\nb\nx\nd\n", "the piece at its line 2 does not fit")]
    [InlineData("", "the piece at its line 2 does not fit")]
    [InlineData(null, "there is no such file")]
    public void Other_text_does_not_fit(string? text, string why)
    {
        var patched = PatchedText.Of(FileOf(Hunk), text);

        Assert.Equal((PatchSide.Neither, null, why), (patched.Found, patched.Text, patched.Failure));
    }

    [Theory]
    [InlineData("0\n0\n", 5)]
    [InlineData("a\nb\nx\nd\n", 7)]
    public void Hunk_is_found_further_down_and_numbered_where_it_stands(string before, int line)
    {
        var patched = PatchedText.Of(FileOf(Hunk), before + Old);

        Assert.Equal(before + New, patched.Text);
        Assert.Equal(line, Added(patched).NewNumber);
        Assert.Equal(line - 1, patched.File.Hunks[0].NewStart);
    }

    [Fact]
    public void Hunk_is_found_further_up()
    {
        var patched = PatchedText.Of(FileOf("@@ -12,3 +12,3 @@\n b\n-c\n+C\n d\n"), Old);

        Assert.Equal(New, patched.Text);
        Assert.Equal(3, Added(patched).NewNumber);
    }

    [Fact]
    public void Hunk_too_far_away_does_not_fit() =>
        Assert.False(PatchedText.Of(FileOf(Hunk), string.Concat(Enumerable.Repeat("0\n", 2000)) + Old).Fits);

    [Fact]
    public void Offset_of_one_hunk_goes_on_to_the_next()
    {
        const string two = Hunk + "@@ -6,2 +6,3 @@\n f\n+F\n g\n";

        var patched = PatchedText.Of(FileOf(two), "0\n" + Old);

        Assert.Equal("0\na\nb\nC\nd\ne\nf\nF\ng\n", patched.Text);
        Assert.Equal(
            [4, 8],
            patched.File.Hunks.SelectMany(h => h.Lines).Where(IsAdded).Select(l => l.NewNumber!.Value)
        );
    }

    [Theory]
    [InlineData("\r\n", "\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("\r\n", "\r\n")]
    public void Line_endings_are_the_texts_own(string ofText, string ofPatch)
    {
        var file = FileOf(Hunk.Replace("\n", ofPatch, StringComparison.Ordinal));

        var patched = PatchedText.Of(file, Old.Replace("\n", ofText, StringComparison.Ordinal));

        Assert.Equal(New.Replace("\n", ofText, StringComparison.Ordinal), patched.Text);
    }

    [Fact]
    public void Byte_order_mark_of_the_patch_is_not_text()
    {
        var file = FileOf("@@ -1,2 +1,2 @@\n-\uFEFFa\n+\uFEFFA\n b\n");

        Assert.Equal("A\nb\n", PatchedText.Of(file, "a\nb\n").Text);
        Assert.Equal(PatchSide.New, PatchedText.Of(file, "A\nb\n").Found);
    }

    [Fact]
    public void Missing_last_line_break_comes_and_goes()
    {
        var gone = FileOf("@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n");
        var comes = FileOf("@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n");

        Assert.Equal("a\nc", PatchedText.Of(gone, "a\nb\n").Text);
        Assert.Equal("a\nb\nc\n", PatchedText.Of(comes, "a\nb").Text);
    }

    [Fact]
    public void Hunks_without_context_stand_at_their_lines_alone()
    {
        Assert.Equal("a\nb\nX\nc\n", PatchedText.Of(FileOf("@@ -2,0 +3 @@\n+X\n"), "a\nb\nc\n").Text);
        Assert.Equal("a\nc\n", PatchedText.Of(FileOf("@@ -2 +1,0 @@\n-b\n"), "a\nb\nc\n").Text);
        Assert.Equal(PatchSide.New, PatchedText.Of(FileOf("@@ -2 +1,0 @@\n-b\n"), "a\nc\n").Found);
        Assert.False(PatchedText.Of(FileOf("@@ -9,0 +10 @@\n+X\n"), "a\n").Fits);
    }

    [Fact]
    public void New_file_needs_its_place_to_be_free()
    {
        var file = FileOf("@@ -0,0 +1,2 @@\n+a\n+b\n", old: "/dev/null");

        Assert.Equal("a\nb\n", PatchedText.Of(file, null).Text);
        Assert.Equal(PatchSide.New, PatchedText.Of(file, "a\nb\n").Found);
        Assert.False(PatchedText.Of(file, "x\n").Fits);
    }

    [Fact]
    public void Random_changes_are_applied_as_made()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var old = Enumerable.Range(0, random.Next(1, 30)).Select(_ => $"{random.Next(4)}").ToList();
            var (patch, now) = Change(old, random);
            var text = string.Concat(old.Select(l => l + "\n"));

            var patched = PatchedText.Of(FileOf(patch), text);

            Assert.Equal(string.Concat(now.Select(l => l + "\n")), patched.Text);
            Assert.All(
                patched.File.Hunks.SelectMany(h => h.Lines).Where(l => l.NewNumber is not null),
                l => Assert.Equal(l.Text, now[l.NewNumber!.Value - 1])
            );
        }
    }

    /// <summary>One hunk over the whole text: lines are kept, removed, and put in.</summary>
    private static (string Patch, List<string> Now) Change(List<string> old, Random random)
    {
        var (lines, now) = ("", new List<string>());
        // A line that is in no old text comes first: otherwise a change could give the text back.
        foreach (var line in old.Prepend("new"))
        {
            var kind = line == "new" ? 2 : random.Next(2);
            lines +=
                (
                    kind == 0 ? " "
                    : kind == 1 ? "-"
                    : "+"
                )
                + line
                + "\n";
            if (kind != 1)
            {
                now.Add(line);
            }
        }
        return ($"@@ -1,{old.Count} +1,{now.Count} @@\n{lines}", now);
    }

    private static bool IsAdded(DiffLine line) => line.Kind == DiffLineKind.Added;

    private static DiffLine Added(PatchedText patched) => patched.File.Hunks.SelectMany(h => h.Lines).First(IsAdded);

    private static DiffFile FileOf(string hunks, string old = "a/A.cs") =>
        Assert.Single(UnifiedDiff.Parse($"--- {old}\n+++ b/A.cs\n{hunks}").Diff!.Files);
}
