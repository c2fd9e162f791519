using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_is_invisible_until_complete()
    {
        using var file = new AtomicFile(_folder["a.csv"]);
        file.Stream.Write("x\n1\n"u8);
        string part = Assert.Single(_folder.Names);
        Assert.StartsWith(".a.csv.", part);
        Assert.EndsWith(".part", part);
        file.Complete();
        Assert.Equal(["a.csv"], _folder.Names);
        Assert.Equal("x\n1\n", File.ReadAllText(_folder["a.csv"]));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    public void Dispose_without_complete_leaves_nothing(string name)
    {
        using (var file = new AtomicFile(_folder[name]))
        {
            file.Stream.Write(Streams.Numbered(3_000_000));
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Dispose_after_complete_and_twice_keeps_the_file()
    {
        var file = new AtomicFile(_folder["a"]);
        file.Complete();
        file.Dispose();
        file.Dispose();
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void Existing_target_is_refused_at_construction()
    {
        _folder.Write("a.csv", "old");
        Streams.Fails(ErrorCodes.OutputExists, () => new AtomicFile(_folder["a.csv"]));
        Assert.Equal(["a.csv"], _folder.Names);
    }

    [Fact]
    public void Target_that_appears_meanwhile_is_not_replaced()
    {
        using (var file = new AtomicFile(_folder["a.csv"]))
        {
            file.Stream.Write("new"u8);
            _folder.Write("a.csv", "old");
            Streams.Fails(ErrorCodes.OutputExists, file.Complete);
        }

        Assert.Equal("old", File.ReadAllText(_folder["a.csv"]));
        Assert.Equal(["a.csv"], _folder.Names);
    }

    [Fact]
    public void Force_replaces_and_keeps_the_old_file_until_then()
    {
        _folder.Write("a.csv", "old");
        using var file = new AtomicFile(_folder["a.csv"], overwrite: true);
        file.Stream.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(_folder["a.csv"]));
        file.Complete();
        Assert.Equal("new", File.ReadAllText(_folder["a.csv"]));
    }

    [FactIf(Needs.Unix)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Force_keeps_permissions_and_follows_links()
    {
        _folder.Write("real/a.csv", "old");
        File.SetUnixFileMode(_folder["real/a.csv"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder["link.csv"], _folder["real/a.csv"]);
        using var file = new AtomicFile(_folder["link.csv"], overwrite: true);
        file.Stream.Write("new"u8);
        file.Complete();
        Assert.Equal("new", File.ReadAllText(_folder["real/a.csv"]));
        Assert.NotNull(new FileInfo(_folder["link.csv"]).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["real/a.csv"]));
    }

    [Fact]
    public void Missing_folder_names_it()
    {
        CurateException failure = Streams.Fails(ErrorCodes.CannotWrite, () => new AtomicFile(_folder["no/a.csv"]));
        Assert.Contains("does not exist", failure.Message);
    }

    [Fact]
    public void Folder_as_target_is_refused()
    {
        Directory.CreateDirectory(_folder["d"]);
        Assert.Contains("folder", Streams.Fails(ErrorCodes.CannotWrite, () => new AtomicFile(_folder["d"])).Message);
        Assert.Contains("folder", Streams.Fails(ErrorCodes.CannotWrite, () => new AtomicFile(_folder["e"] + "/")).Message);
        Streams.Fails(ErrorCodes.CannotWrite, () => new AtomicFile(""));
    }

    [FactIf(Needs.NotRoot)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Folder_without_permission_is_refused()
    {
        Directory.CreateDirectory(_folder["d"]);
        File.SetUnixFileMode(_folder["d"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        CurateException failure = Streams.Fails(ErrorCodes.CannotWrite, () => new AtomicFile(_folder["d/a.csv"]));
        File.SetUnixFileMode(_folder["d"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("permission", failure.Message);
    }

    [Theory]
    [InlineData("a.csv", 0)]
    [InlineData("a.csv", 1_500_000)]
    [InlineData("a.csv.gz", 5)]
    [InlineData("a.csv.gz", 1_100_000)]
    public void Full_disk_says_so_and_leaves_nothing(string name, long room)
    {
        const int noSpace = 28;
        using (var file = new AtomicFile(_folder[name], false, 1 << 20, inner => new FailingStream(inner, room, noSpace)))
        {
            CurateException failure = Streams.Fails(ErrorCodes.CannotWrite, () =>
            {
                file.Stream.Write(Streams.Numbered(3_000_000));
                file.Complete();
            });
            Assert.Contains("disk is full", failure.Message);
        }

        Assert.Empty(_folder.Names);
    }

    [FactIf(Needs.DevFull)]
    public void Devices_are_written_directly()
    {
        using (var nothing = new AtomicFile("/dev/null"))
        {
            nothing.Stream.Write("x"u8);
            nothing.Complete();
        }

        Assert.True(File.Exists("/dev/null"));
        using var full = new AtomicFile("/dev/full");
        full.Stream.Write("x"u8);
        Assert.Contains("disk is full", Streams.Fails(ErrorCodes.CannotWrite, full.Complete).Message);
    }

    [Fact]
    public void Leftover_part_of_the_same_process_is_stepped_over()
    {
        using var first = new AtomicFile(_folder["a"]);
        using var second = new AtomicFile(_folder["b"]);
        using var third = new AtomicFile(_folder["a"]);
        third.Stream.Write("3"u8);
        third.Complete();
        Streams.Fails(ErrorCodes.OutputExists, first.Complete);
        Assert.Equal("3", File.ReadAllText(_folder["a"]));
    }

    [Theory]
    [InlineData("a.csv", 0)]
    [InlineData("a.csv", 100)]
    [InlineData("a.csv", 5_000_000)]
    [InlineData("a.csv.gz", 0)]
    [InlineData("a.csv.gz", 100)]
    [InlineData("a.csv.gz", 5_000_000)]
    public void Bytes_come_back_whatever_the_write_sizes(string name, int length)
    {
        byte[] bytes = Streams.Numbered(length);
        using (var file = new AtomicFile(_folder[name]))
        {
            int at = 0;
            for (int size = 1; at < length; size = size * 7 % 2_000_003)
            {
                int count = Math.Min(size, length - at);
                file.Stream.Write(bytes.AsSpan(at, count));
                file.Stream.Flush();
                at += count;
            }

            file.Stream.Dispose();
            file.Complete();
        }

        using var input = new FileInput(_folder[name]);
        using Stream back = input.Open();
        Assert.Equal(bytes, Streams.All(back));
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal) ? Compression.Gzip : Compression.None, input.Compression);
    }

    [Fact]
    public void Gzip_carries_no_time_and_no_system_and_is_repeatable()
    {
        foreach (string name in (string[])["a.gz", "b.gz"])
        {
            using var file = new AtomicFile(_folder[name]);
            file.Stream.Write(Streams.Numbered(100_000));
            file.Complete();
        }

        byte[] bytes = File.ReadAllBytes(_folder["a.gz"]);
        Assert.Equal(bytes, File.ReadAllBytes(_folder["b.gz"]));
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], bytes[..8]);
        Assert.Equal(255, bytes[9]);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    public void Parked_file_goes_on_where_it_ended(string name)
    {
        using var file = new AtomicFile(_folder[name]);
        for (int i = 0; i < 5; i++)
        {
            file.Stream.Write(Encoding.UTF8.GetBytes($"row {i}\n"));
            file.Park();
        }

        file.Complete();
        Assert.Equal("row 0\nrow 1\nrow 2\nrow 3\nrow 4\n", Streams.Text(new FileInput(_folder[name]).Open()));
    }
}
