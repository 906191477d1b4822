using System.Text;
using GptOssDev.Cli;
using GptOssDev.Cli.Apply;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class EditApplierTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gptoss-apply-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, byte[]> Encodings() =>
        new()
        {
            { "plain", [] },
            { "utf-8", Encoding.UTF8.GetPreamble() },
            { "utf-16", Encoding.Unicode.GetPreamble() },
            { "utf-16BE", Encoding.BigEndianUnicode.GetPreamble() },
            { "utf-32", Encoding.UTF32.GetPreamble() },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Apply_keeps_encoding_mark_and_line_ends(string name, byte[] mark)
    {
        var encoding = name == "plain" ? new UTF8Encoding(false) : Encoding.GetEncoding(name);
        var path = Path.Combine(_folder.FullName, "a.cs");
        File.WriteAllBytes(path, [.. mark, .. encoding.GetBytes("var é = 1;\r\nvar b = 2;\n")]);

        Applier().Apply([new FileEdit("a.cs", "", "var é = 1;\r\nvar b = 2;\n", "var ü = 1;\r\nvar b = 2;\n")]);

        Assert.Equal([.. mark, .. encoding.GetBytes("var ü = 1;\r\nvar b = 2;\n")], File.ReadAllBytes(path));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Apply_of_other_line_ends_than_the_files_is_refused()
    {
        Write("a.cs", "a\r\nb\r\n");

        Assert.Throws<CliException>(() => Applier().Apply([new FileEdit("a.cs", "", "a\nb\n", "c\n")]));
        Assert.Equal("a\r\nb\r\n", Read("a.cs"));
    }

    [Fact]
    public void Apply_to_several_files_is_all_or_none()
    {
        Write("a.cs", "a");
        Write("b.cs", "changed");

        var problem = Assert.Throws<CliException>(() =>
            Applier().Apply([new FileEdit("a.cs", "", "a", "A"), new FileEdit("b.cs", "", "b", "B")])
        );

        Assert.Equal(ExitCodes.Environment, problem.ExitCode);
        Assert.Equal(("a", "changed"), (Read("a.cs"), Read("b.cs")));
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Fact]
    public void Apply_to_a_deleted_file_changes_nothing()
    {
        Write("a.cs", "a");

        var problem = Assert.Throws<CliException>(() =>
            Applier().Apply([new FileEdit("a.cs", "", "a", "A"), new FileEdit("gone/b.cs", "", "b", "B")])
        );

        Assert.Contains("deleted meanwhile", problem.Message);
        Assert.Equal("a", Read("a.cs"));
    }

    [Fact]
    public void Apply_to_a_read_only_file_is_refused()
    {
        var path = Write("a.cs", "a");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            var problem = Assert.Throws<CliException>(() => Applier().Apply([new FileEdit("a.cs", "", "a", "A")]));
            Assert.Contains("read-only", problem.Message);
            Assert.Equal("a", Read("a.cs"));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Theory]
    [InlineData("../outside.cs")]
    [InlineData("sub/../../outside.cs")]
    public void Apply_outside_of_the_root_is_refused(string path)
    {
        var problem = Assert.Throws<CliException>(() => Applier().Apply([new FileEdit(path, "", "", "x")]));

        Assert.Contains("outside", problem.Message);
        Assert.False(File.Exists(Path.GetFullPath(path, _folder.FullName)));
    }

    [Fact]
    public void Apply_to_the_file_the_user_named_may_leave_the_root()
    {
        var path = Write("a.cs", "a");
        var root = Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub")).FullName;

        new EditApplier(root, path).Apply([new FileEdit(path, "", "a", "A")]);

        Assert.Equal("A", Read("a.cs"));
    }

    [Fact]
    public void Apply_to_a_file_that_is_no_utf8_is_refused()
    {
        var path = Path.Combine(_folder.FullName, "a.cs");
        byte[] latin = [0x61, 0xe9, 0x62];
        File.WriteAllBytes(path, latin);

        var problem = Assert.Throws<CliException>(() => Applier().Apply([new FileEdit("a.cs", "", "a\uFFFDb", "x")]));

        Assert.Contains("encoding", problem.Message);
        Assert.Equal(latin, File.ReadAllBytes(path));
    }

    [Fact]
    public void Apply_keeps_permissions_and_follows_links()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix permissions and links");
            return;
        }

        var path = Write("real.sh", "a");
        const UnixFileMode Mode =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(path, Mode);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.sh"), path);

        Applier().Apply([new FileEdit("link.sh", "", "a", "A")]);

        Assert.Equal("A", Read("real.sh"));
        Assert.Equal(Mode, File.GetUnixFileMode(path));
        Assert.Equal(path, new FileInfo(Path.Combine(_folder.FullName, "link.sh")).LinkTarget);
    }

    [Fact]
    public void Take_back_restores_what_is_unchanged_and_names_the_rest()
    {
        Write("a.cs", "a");
        Write("b.cs", "b");
        var applied = Applier().Apply([new FileEdit("a.cs", "", "a", "A"), new FileEdit("b.cs", "", "b", "B")]);
        Write("b.cs", "edited after");

        Assert.Equal(["b.cs"], applied.TakeBack());
        Assert.Equal(("a", "edited after"), (Read("a.cs"), Read("b.cs")));
    }

    private EditApplier Applier() => new(_folder.FullName, null);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));
}
