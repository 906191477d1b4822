using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Loading a project connects to nothing, although its packages, its SDK and its feeds are not on this machine.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TempWorld _world = new();
    private readonly TcpListener _feed = new(IPAddress.Loopback, 0);
    private int _connections;

    public NetworkTests()
    {
        _feed.Start();
        _ = AcceptAsync();
        _world.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="http://127.0.0.1:{(
                (IPEndPoint)_feed.LocalEndpoint
            ).Port}/index.json" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """
        );
    }

    public void Dispose()
    {
        _feed.Dispose();
        _world.Dispose();
    }

    [Theory]
    [InlineData("""<ItemGroup><PackageReference Include="Absent.Package" Version="1.2.3" /></ItemGroup>""")]
    [InlineData("""<Sdk Name="Absent.Sdk" Version="1.2.3" />""")]
    public async Task Project_that_needs_a_feed_is_loaded_without_asking_it(string item)
    {
        var project = _world.WriteProject("Lib", item);
        var path = _world.Write("Lib/A.cs", "class A { }\n");
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted);

        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);

        Assert.NotEqual(LoadState.Full, (await workspace.SnapshotAsync()).Find(path)!.Project.State);
        Assert.Equal(0, Volatile.Read(ref _connections));
        // The feed is reachable: a restore of the same project asks it.
        await RestoreAsync(project);
        Assert.NotEqual(0, Volatile.Read(ref _connections));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _feed.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task RestoreAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", project, "-nologo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A proxy of the machine does not stand between the restore and the feed.
        start.Environment["no_proxy"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
    }
}
