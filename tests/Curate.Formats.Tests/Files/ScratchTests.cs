using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class ScratchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private IScratch Make(bool onDisk, long limit = long.MaxValue) => onDisk ? new FileScratch(_folder.Path, limit) : new MemoryScratch(limit);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Runs_come_back_and_are_counted(bool onDisk)
    {
        using IScratch scratch = Make(onDisk);
        byte[] bytes = Streams.Numbered(1_000_000);
        ScratchRun a;
        ScratchRun b;
        using (Stream write = scratch.CreateRun("first/../run", out a))
        using (Stream other = scratch.CreateRun("second", out b))
        {
            write.Write(bytes.AsSpan(0, 10));
            other.WriteByte(7);
            write.Write(bytes.AsSpan(10));
        }

        Assert.Equal(bytes.Length + 1, scratch.BytesInUse);
        for (int i = 0; i < 2; i++)
        {
            using Stream read = scratch.OpenRun(a);
            Assert.Equal(bytes, Streams.All(read));
        }

        using (Stream read = scratch.OpenRun(b))
        {
            Assert.Equal([7], Streams.All(read));
        }

        scratch.Delete(a);
        scratch.Delete(a);
        Assert.Equal(1, scratch.BytesInUse);
        Assert.Throws<ArgumentException>(() => scratch.OpenRun(a));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Limit_holds_over_runs_and_regions(bool onDisk)
    {
        using IScratch scratch = Make(onDisk, 3_000_000);
        using IMappedRegion region = scratch.Map("m", 1_000_000);
        using Stream write = scratch.CreateRun("r", out _);
        write.Write(new byte[1_900_000]);
        CurateException failure = Streams.Fails(ErrorCodes.ScratchLimit, () => write.Write(new byte[300_000]));
        Assert.Contains("3 MiB", failure.Message);
        Streams.Fails(ErrorCodes.ScratchLimit, () => scratch.Map("m2", 1_000_000_000_000));
        region.Dispose();
        write.Write(new byte[900_000]);
        Assert.Equal(2_800_000, scratch.BytesInUse);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Limit_that_the_last_block_breaks_shows_when_the_run_is_closed(bool onDisk)
    {
        using IScratch scratch = Make(onDisk, 100);
        Stream write = scratch.CreateRun("r", out _);
        write.Write(new byte[101]);
        Streams.Fails(ErrorCodes.ScratchLimit, write.Dispose);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Region_is_zeroed_and_addressed_across_pages(bool onDisk)
    {
        using IScratch scratch = Make(onDisk);
        const int bytes = 5 * 4096 + 123;
        using IMappedRegion region = scratch.Map("m", bytes);
        Assert.Equal(bytes, region.Bytes);
        Assert.False(region.Slice(0, bytes).ContainsAnyExcept((byte)0));
        Streams.Numbered(bytes).CopyTo(region.Slice(0, bytes));
        Assert.Equal(Streams.Numbered(bytes)[4090..8200], region.Slice(4090, 4110).ToArray());
        Assert.Equal(0, region.Slice(bytes, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Slice(bytes - 1, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Slice(-1, 1).Length);
        region.Dispose();
        Assert.Throws<ObjectDisposedException>(() => region.Slice(0, 1).Length);
        Assert.Equal(0, scratch.BytesInUse);
        using IMappedRegion nothing = scratch.Map("m", 0);
        Assert.Equal(0, nothing.Slice(0, 0).Length);
    }

    [Fact]
    public void Folder_is_made_when_needed_private_and_gone_afterwards()
    {
        string folder = _folder["deep/scratch"];
        var scratch = new FileScratch(folder);
        var second = new FileScratch(folder);
        Assert.False(Directory.Exists(folder));
        using (Stream left = scratch.CreateRun("a", out ScratchRun run))
        {
            left.Write(new byte[1_000_000]);
        }

        second.Map("b", 5000).Slice(0, 1)[0] = 1;
        Assert.Equal(2, Directory.GetDirectories(folder, $"curate-{Environment.ProcessId}-*").Length);
        scratch.Dispose();
        scratch.Dispose();
        second.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.Throws<ObjectDisposedException>(() => scratch.CreateRun("late", out _));
    }

    [Fact]
    public void Scratch_that_cannot_be_written_to_names_the_option()
    {
        string file = _folder.Write("file");
        using var scratch = new FileScratch(Path.Combine(file, "sub"));
        CurateException failure = Streams.Fails(ErrorCodes.CannotWrite, () => scratch.CreateRun("a", out _));
        Assert.Contains("--scratch", failure.Hint);
    }

    [Fact]
    public void Full_disk_is_the_scratch_limit()
    {
        var run = new ScratchWriteStream(new FailingStream(null, 1000, 28), new ScratchUse(long.MaxValue, "x"),
            failure => FileFailures.IsDiskFull(failure) ? new CurateException(ErrorCodes.ScratchLimit, "full") : failure);
        Streams.Fails(ErrorCodes.ScratchLimit, () => run.Write(new byte[1_000_000]));
    }
}
