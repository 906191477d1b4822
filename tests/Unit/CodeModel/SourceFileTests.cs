using System.Text;
using GptOssDev.CodeModel.Sources;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class SourceFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SourceEncoding.Utf8)]
    [InlineData(SourceEncoding.Utf8Bom)]
    [InlineData(SourceEncoding.Utf16LittleEndian)]
    [InlineData(SourceEncoding.Utf16BigEndian)]
    public void File_of_each_encoding_is_read_and_written_back_the_same_way(SourceEncoding encoding)
    {
        const string text = "class Ä { /* 😀 */ }\r\nend\r\n";
        var path = _folder.Write("a.cs", SourceDecoder.Encode(text, encoding));
        var read = SourceFile.Read(path);
        Assert.True(read.Succeeded);
        Assert.Equal((text, encoding, LineEnding.Crlf), (read.File.Text, read.File.Encoding, read.File.LineEnding));
        var written = TextFileWriter.Replace(read.File, "class B\n{\n}\n");
        Assert.True(written.Succeeded, written.Failure?.Message);
        Assert.Equal(SourceDecoder.Encode("class B\r\n{\r\n}\r\n", encoding), File.ReadAllBytes(path));
        Assert.Empty(Directory.GetFiles(_folder.Root, "*.tmp"));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, SourceFailureReason.Binary)]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 0x00, 0xFF }, SourceFailureReason.Binary)]
    [InlineData(new byte[] { 0x61, 0xE4, 0x62 }, SourceFailureReason.NotText)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 }, SourceFailureReason.NotText)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61 }, SourceFailureReason.NotText)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00 }, SourceFailureReason.Binary)]
    public void Bytes_that_are_no_text_are_refused(byte[] bytes, SourceFailureReason reason)
    {
        var read = SourceFile.Read(_folder.Write("a.cs", bytes));
        Assert.Equal(reason, read.Failure!.Reason);
        Assert.DoesNotContain('\n', read.Failure.Message);
    }

    [Fact]
    public void Empty_file_is_a_file()
    {
        var read = SourceFile.Read(_folder.Write("a.cs", ""));
        Assert.Equal(("", LineEnding.None, "\n"), (read.File!.Text, read.File.LineEnding, read.File.NewLine));
    }

    [Fact]
    public void Fifty_megabytes_are_refused_by_their_size_alone()
    {
        var path = Path.Combine(_folder.Root, "huge.cs");
        using (var stream = File.Create(path))
        {
            stream.SetLength(50L * 1024 * 1024);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = SourceFile.Read(path);
        Assert.Equal(SourceFailureReason.TooLarge, read.Failure!.Reason);
        Assert.Contains("52428800", read.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("2097152", read.Failure.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024, "the content was read");
    }

    [Fact]
    public void File_at_the_limit_is_read_and_one_byte_more_is_not()
    {
        var path = _folder.Write("a.cs", "12345678");
        Assert.True(SourceFile.Read(path, limit: 8).Succeeded);
        Assert.Equal(SourceFailureReason.TooLarge, SourceFile.Read(path, limit: 7).Failure!.Reason);
    }

    [Fact]
    public void Directory_missing_and_invalid_paths_are_told_apart()
    {
        Assert.Equal(SourceFailureReason.Directory, SourceFile.Read(_folder.Root).Failure!.Reason);
        Assert.Equal(SourceFailureReason.Missing, SourceFile.Read(Path.Combine(_folder.Root, "no.cs")).Failure!.Reason);
        Assert.Equal(SourceFailureReason.InvalidPath, SourceFile.Read("a\0b").Failure!.Reason);
        Assert.Equal(SourceFailureReason.InvalidPath, SourceFile.Read("").Failure!.Reason);
    }

    [Fact]
    public void Mixed_line_endings_are_left_as_given()
    {
        var file = SourceFile.Read(_folder.Write("a.cs", "a\r\nb\nc\r\n")).File!;
        Assert.Equal((LineEnding.Mixed, "\r\n"), (file.LineEnding, file.NewLine));
        Assert.True(TextFileWriter.Replace(file, "x\ny\r\n").Succeeded);
        Assert.Equal("x\ny\r\n", File.ReadAllText(file.Path));
    }

    [Fact]
    public void File_changed_since_it_was_read_is_not_overwritten()
    {
        var file = SourceFile.Read(_folder.Write("a.cs", "first")).File!;
        File.WriteAllText(file.Path, "other");
        Assert.Equal(SourceFailureReason.ChangedOnDisk, TextFileWriter.Replace(file, "mine").Failure!.Reason);
        Assert.Equal("other", File.ReadAllText(file.Path));
        File.Delete(file.Path);
        Assert.Equal(SourceFailureReason.ChangedOnDisk, TextFileWriter.Replace(file, "mine").Failure!.Reason);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void Read_only_file_is_left_alone()
    {
        var file = SourceFile.Read(_folder.Write("a.cs", "first")).File!;
        var info = new FileInfo(file.Path) { IsReadOnly = true };
        Assert.Equal(SourceFailureReason.ReadOnly, TextFileWriter.Replace(file, "mine").Failure!.Reason);
        info.IsReadOnly = false;
        Assert.Equal("first", File.ReadAllText(file.Path));
    }

    [Fact]
    public void Permissions_and_links_survive_a_write()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions");
            return;
        }
        var path = _folder.Write("a.cs", "first");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(path, mode);
        var link = Path.Combine(_folder.Root, "link.cs");
        File.CreateSymbolicLink(link, path);
        Assert.True(TextFileWriter.Replace(SourceFile.Read(link).File!, "second").Succeeded);
        Assert.Equal((mode, "second"), (File.GetUnixFileMode(path), File.ReadAllText(path)));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Second_write_from_the_first_ones_result_goes_through()
    {
        var file = SourceFile.Read(_folder.Write("a.cs", "1")).File!;
        var second = TextFileWriter.Replace(TextFileWriter.Replace(file, "2").File!, "3");
        Assert.True(second.Succeeded);
        Assert.Equal("3", File.ReadAllText(file.Path));
    }

    [Fact]
    public void Text_with_half_a_surrogate_pair_is_not_written()
    {
        var file = SourceFile.Read(_folder.Write("a.cs", "1")).File!;
        Assert.Equal(SourceFailureReason.NotText, TextFileWriter.Replace(file, "\uD83D").Failure!.Reason);
        Assert.Equal("1", File.ReadAllText(file.Path));
    }

    [Fact]
    public void New_file_never_replaces_one()
    {
        var path = Path.Combine(_folder.Root, "deep", "new.cs");
        Assert.True(TextFileWriter.Create(path, "text").Succeeded);
        Assert.Equal(SourceFailureReason.AlreadyExists, TextFileWriter.Create(path, "other").Failure!.Reason);
        Assert.Equal(Encoding.UTF8.GetBytes("text"), File.ReadAllBytes(path));
    }
}
