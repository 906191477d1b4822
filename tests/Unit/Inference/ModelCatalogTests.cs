using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gptoss-catalog-").FullName;
    private readonly string _user;
    private readonly string _bundled;
    private readonly ModelCatalog _catalog;

    public ModelCatalogTests()
    {
        _user = Directory.CreateDirectory(Path.Combine(_root, "user")).FullName;
        _bundled = Directory.CreateDirectory(Path.Combine(_root, "bundled")).FullName;
        _catalog = new ModelCatalog(_user, [_bundled]);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_by_name_ignores_case_and_prefers_the_users_file()
    {
        Put(_bundled, "nano.gguf");
        var mine = Put(_user, "Nano.gguf");
        Put(_user, "other.gguf");

        Assert.Equal(new ModelFile("Nano", mine, ModelSource.User), _catalog.Find("nano"));
        Assert.Equal(["Nano", "other"], _catalog.List().Select(f => f.Name));
    }

    [Fact]
    public void Split_model_is_one_model_named_by_its_first_shard()
    {
        var first = Put(_user, "big-00001-of-00003.gguf");
        Put(_user, "big-00002-of-00003.gguf");
        Put(_user, "big-00003-of-00003.gguf");

        Assert.Equal(new ModelFile("big", first, ModelSource.User), Assert.Single(_catalog.List()));
        Assert.Equal(first, _catalog.Find("big").Path);
    }

    [Fact]
    public void Default_is_the_preferred_one_then_a_bundled_one_then_any()
    {
        Put(_user, "aaa.gguf");
        Assert.Equal("aaa", _catalog.Find(null).Name);
        Put(_bundled, "zzz.gguf");
        Assert.Equal("zzz", _catalog.Find(null).Name);
        Put(_user, ModelCatalog.Preferred + ".gguf");
        Assert.Equal(ModelCatalog.Preferred, _catalog.Find(null).Name);
    }

    [Fact]
    public void Path_is_taken_as_it_is_and_made_absolute()
    {
        var path = Path.Combine(_root, "elsewhere", "my-00001-of-00002.gguf");

        Assert.Equal(new ModelFile("my", path, ModelSource.Path), _catalog.Find(path));
        Assert.Equal(
            new ModelFile("here", Path.GetFullPath("here.gguf"), ModelSource.Path),
            _catalog.Find("here.gguf")
        );
    }

    [Fact]
    public void Unknown_name_is_one_line_that_lists_what_there_is()
    {
        Put(_user, "one.gguf");

        var failure = Assert.Throws<InferenceException>(() => _catalog.Find("two"));

        Assert.Equal(InferenceFailure.ModelNotFound, failure.Reason);
        Assert.Contains("'two'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("one", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_user, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void No_model_at_all_is_one_line_that_says_where_to_put_one()
    {
        var catalog = new ModelCatalog(Path.Combine(_root, "missing"), [Path.Combine(_root, "missing too")]);

        Assert.Empty(catalog.List());
        var failure = Assert.Throws<InferenceException>(() => catalog.Find(null));
        Assert.Equal(InferenceFailure.ModelNotFound, failure.Reason);
        Assert.Contains(Path.Combine(_root, "missing"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<InferenceException>(() => catalog.Find("x")).Message);
    }

    [Fact]
    public void Folder_that_cannot_be_read_hides_only_its_own_models()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of folders");
            return;
        }

        if (Environment.UserName == "root")
        {
            Assert.Skip("root can read every folder");
        }

        Put(_bundled, "nano.gguf");
        File.SetUnixFileMode(_user, UnixFileMode.None);
        try
        {
            Assert.Equal("nano", Assert.Single(_catalog.List()).Name);
        }
        finally
        {
            File.SetUnixFileMode(_user, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void File_in_the_place_of_the_folder_holds_no_model()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "no folder");
        Put(_bundled, "nano.gguf");

        Assert.Equal("nano", Assert.Single(new ModelCatalog(file, [_bundled]).List()).Name);
    }

    private static string Put(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, []);
        return path;
    }
}
