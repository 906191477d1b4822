using GptOssDev.Platform.Files;
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
    public void File_of_each_encoding_is_read(SourceEncoding encoding)
    {
        const string text = "class Ä { /* 😀 */ }\r\nend\r\n";
        var path = _folder.Write("a.cs", SourceDecoder.Encode(text, encoding));
        var read = SourceFile.Read(path);
        Assert.True(read.Succeeded);
        Assert.Equal((text, encoding, LineEnding.Crlf), (read.File.Text, read.File.Encoding, read.File.LineEnding));
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
    }
}
