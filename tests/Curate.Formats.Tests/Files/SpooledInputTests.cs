using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class SpooledInputTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly byte[] _bytes = Streams.Numbered(700_000);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, int.MaxValue)]
    [InlineData(false, 1000)]
    public void Second_read_equals_the_first(bool onDisk, int most)
    {
        using IScratch scratch = onDisk ? new FileScratch(_folder.Path) : new MemoryScratch();
        using var input = new SpooledInput(new DribblingStream(_bytes, most), scratch);
        Assert.True(input.CanReopen);
        Assert.Equal("standard input", input.Name);
        for (int pass = 0; pass < 3; pass++)
        {
            using Stream stream = input.Open();
            Assert.Equal(_bytes, Streams.All(stream, 5000));
        }

        Assert.Equal(_bytes.Length, scratch.BytesInUse);
        input.Dispose();
        Assert.Equal(0, scratch.BytesInUse);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public void First_read_that_stops_early_loses_nothing(int taken)
    {
        using var scratch = new MemoryScratch();
        using var input = new SpooledInput(new DribblingStream(_bytes, 7777), scratch);
        using (Stream first = input.Open())
        {
            byte[] some = new byte[taken];
            first.ReadExactly(some);
            Assert.Equal(_bytes[..taken], some);
        }

        using Stream second = input.Open();
        Assert.Equal(_bytes, Streams.All(second));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Passes_may_overlap(bool onDisk)
    {
        using IScratch scratch = onDisk ? new FileScratch(_folder.Path) : new MemoryScratch();
        using var input = new SpooledInput(new DribblingStream(_bytes, 7777), scratch);
        using Stream first = input.Open();
        byte[] some = new byte[100_001];
        first.ReadExactly(some);
        using Stream second = input.Open();
        Assert.Equal(_bytes, Streams.All(second));
        Assert.Equal(_bytes[some.Length..], Streams.All(first));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Peeking_takes_nothing_away(bool spool)
    {
        using var scratch = new MemoryScratch();
        using var input = new SpooledInput(new DribblingStream(_bytes), spool ? scratch : null);
        Assert.Equal(_bytes[..10], input.Peek(10));
        Assert.Equal(_bytes[..5], input.Peek(5));
        Assert.Equal(_bytes[..4096], input.Peek(4096));
        using Stream stream = input.Open();
        Assert.Equal(_bytes, Streams.All(stream));
        if (spool)
        {
            Assert.Equal(_bytes[..20], input.Peek(20));
            using Stream again = input.Open();
            Assert.Equal(_bytes, Streams.All(again));
        }
    }

    [Fact]
    public void Without_scratch_a_second_read_is_refused()
    {
        using var input = new SpooledInput(new DribblingStream(_bytes, 100), null);
        Assert.False(input.CanReopen);
        input.Open().Dispose();
        Streams.Fails(ErrorCodes.BadOrder, () => input.Open());
    }

    [Fact]
    public void Standard_input_is_decoded_as_files_are()
    {
        using var scratch = new MemoryScratch();
        using var input = new SpooledInput(new DribblingStream(Streams.Gzip("\uFEFFa\n", "1\n")), scratch);
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
        using var latin = new SpooledInput(new DribblingStream([0xE9]), scratch, "latin1");
        Assert.Equal("é", Streams.Text(latin.Open()));
    }

    [Fact]
    public void Compressed_file_is_decompressed_once()
    {
        _folder.Write("a.gz", Streams.Gzip("a\n1\n"));
        using var scratch = new FileScratch(_folder["scratch"]);
        using var input = new SpooledInput(new FileInput(_folder["a.gz"]), scratch);
        Assert.Equal(new FileInfo(_folder["a.gz"]).Length, input.SizeBytes);
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
        File.Delete(_folder["a.gz"]);
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
    }

    [Fact]
    public void Without_scratch_a_file_is_opened_again()
    {
        _folder.Write("a.gz", Streams.Gzip("a\n1\n"));
        using var input = new SpooledInput(new FileInput(_folder["a.gz"]), null);
        Assert.True(input.CanReopen);
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
        Assert.Equal("a\n"u8.ToArray(), input.Peek(2));
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
    }

    [Fact]
    public void Cut_compressed_standard_input_is_an_error_in_any_pass()
    {
        using var scratch = new MemoryScratch();
        using var input = new SpooledInput(new MemoryStream(Streams.Gzip("hello hello\n")[..^3]), scratch);
        Streams.Fails(ErrorCodes.CorruptFile, () => Streams.Text(input.Open()));
        Streams.Fails(ErrorCodes.CorruptFile, () => Streams.Text(input.Open()));
    }

    [Fact]
    public void Scratch_limit_is_a_clear_error()
    {
        using var scratch = new MemoryScratch(100_000);
        using var input = new SpooledInput(new MemoryStream(_bytes), scratch);
        Streams.Fails(ErrorCodes.ScratchLimit, () => Streams.Text(input.Open()));
    }
}
