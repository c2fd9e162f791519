using System.Security.Cryptography;
using System.Text;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class FileInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Read(string name, string? encoding = null, int read = 4096)
    {
        using var input = new FileInput(_folder[name], encoding);
        return Streams.Text(input.Open(), read);
    }

    [Fact]
    public void Missing_file_folder_and_empty_name_are_named()
    {
        Assert.Contains("no such file", Streams.Fails(ErrorCodes.CannotRead, () => new FileInput(_folder["no.csv"])).Message);
        Assert.Contains("folder of its path", Streams.Fails(ErrorCodes.CannotRead, () => new FileInput(_folder["no/no.csv"])).Message);
        Assert.Contains("is a folder", Streams.Fails(ErrorCodes.CannotRead, () => new FileInput(_folder.Path)).Message);
        Streams.Fails(ErrorCodes.CannotRead, () => new FileInput(""));
    }

    [FactIf(Needs.NotRoot)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Forbidden_file_is_named()
    {
        _folder.Write("a.csv");
        File.SetUnixFileMode(_folder["a.csv"], UnixFileMode.None);
        Assert.Contains("permission", Streams.Fails(ErrorCodes.CannotRead, () => new FileInput(_folder["a.csv"])).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5000)]
    [InlineData(2_000_000)]
    public void Reads_of_any_size_give_the_same_bytes(int read)
    {
        byte[] bytes = Streams.Numbered(read < 10 ? 20_000 : 2_500_000);
        _folder.Write("a.csv", bytes);
        using var input = new FileInput(_folder["a.csv"]);
        Assert.Equal(bytes.Length, input.SizeBytes);
        using Stream stream = input.Open();
        Assert.Equal(bytes, Streams.All(stream, read));
        using Stream again = input.Open();
        Assert.Equal(bytes, Streams.All(again, read));
    }

    [Fact]
    public void Utf8_mark_is_stripped_and_stronger_than_the_encoding()
    {
        _folder.Write("a.csv", [0xEF, 0xBB, 0xBF, .. "é"u8]);
        Assert.Equal("é", Read("a.csv"));
        Assert.Equal("é", Read("a.csv", "latin1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void Tiny_files_are_read(string text)
    {
        _folder.Write("a", text);
        Assert.Equal(text, Read("a"));
    }

    [Fact]
    public void Parquet_is_no_text_and_keeps_its_bytes()
    {
        byte[] bytes = [.. "PAR1"u8, 0xFF, 0xFE, 0, 1];
        _folder.Write("a.parquet", bytes);
        using var input = new FileInput(_folder["a.parquet"], "utf-16");
        Assert.Equal(bytes, input.Peek(100));
    }

    [Fact]
    public void Change_between_two_openings_is_found()
    {
        _folder.Write("a.csv", "a\n1\n");
        using var input = new FileInput(_folder["a.csv"]);
        input.Open().Dispose();
        _folder.Write("a.csv", "a\n1\n2\n");
        Streams.Fails(ErrorCodes.InputChanged, () => input.Open());
    }

    [Fact]
    public void Unknown_encoding_is_a_usage_error()
    {
        _folder.Write("a.csv");
        Assert.Contains("utf-9", Streams.Fails(ErrorCodes.Usage, () => new FileInput(_folder["a.csv"], "utf-9")).Message);
    }

    [Fact]
    public void Hash_is_of_the_stored_bytes()
    {
        byte[] bytes = Streams.Gzip("hello\n");
        _folder.Write("a.gz", bytes);
        using var input = new FileInput(_folder["a.gz"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), input.Sha256(CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => input.Sha256(new CancellationToken(true)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void Gzip_is_told_by_its_bytes_and_members_join(int read)
    {
        string text = Encoding.UTF8.GetString(Streams.Numbered(100_000));
        _folder.Write("plain-name", Streams.Gzip(text, "", "second\n"));
        Assert.Equal(text + "second\n", Read("plain-name", read: read));
    }

    [Fact]
    public void Gzip_cut_anywhere_is_an_error()
    {
        byte[] whole = Streams.Gzip("hello hello hello hello\nworld\n", "a second member\n");
        byte[] first = Streams.Gzip("hello hello hello hello\nworld\n");
        for (int length = 0; length < whole.Length; length++)
        {
            _folder.Write("a.gz", whole[..length]);
            if (length == first.Length)
            {
                Assert.Equal("hello hello hello hello\nworld\n", Read("a.gz"));
                continue;
            }

            Streams.Fails(ErrorCodes.CorruptFile, () => Read("a.gz"));
        }
    }

    [Fact]
    public void Stored_gzip_cut_anywhere_is_an_error()
    {
        // Incompressible content is stored as it is, where whatever follows could pass for it.
        byte[] noise = SHA512.HashData("noise"u8);
        var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(noise);
        }

        byte[] whole = bytes.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            _folder.Write("a.gz", whole[..length]);
            Streams.Fails(ErrorCodes.CorruptFile, () => Read("a.gz"));
        }
    }

    [Fact]
    public void Gzip_with_any_bit_flipped_never_gives_other_text()
    {
        const string text = "hello hello hello hello\nworld\n";
        byte[] whole = Streams.Gzip(text);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] bad = [.. whole];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            _folder.Write("a.gz", bad);
            try
            {
                Assert.Equal(text, Read("a.gz"));
            }
            catch (CurateException failure)
            {
                Assert.Equal(ErrorCodes.CorruptFile.Id, failure.Code.Id);
            }
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("\0\0\0\0\0\0\0\0\0")]
    public void Bytes_behind_gzip_data_are_an_error(string garbage)
    {
        _folder.Write("a.gz", [.. Streams.Gzip("hello\n"), .. Encoding.UTF8.GetBytes(garbage)]);
        Streams.Fails(ErrorCodes.CorruptFile, () => Read("a.gz"));
        _folder.Write("b.gz", [.. Streams.Gzip("hello\n"), .. Encoding.UTF8.GetBytes(new string('x', 2_000_000))]);
        Streams.Fails(ErrorCodes.CorruptFile, () => Read("b.gz"));
    }

    [Fact]
    public void Plain_text_named_gz_is_an_error()
    {
        _folder.Write("a.csv.gz", "a\n1\n");
        Streams.Fails(ErrorCodes.CorruptFile, () => Read("a.csv.gz"));
    }

    [Fact]
    public void End_mark_does_not_show_in_its_stored_form()
    {
        Assert.Equal(GzipReadStream.Mark, Streams.All(new System.IO.Compression.GZipStream(
            new MemoryStream(GzipReadStream.MarkMember.ToArray()), System.IO.Compression.CompressionMode.Decompress)));
        Assert.True(GzipReadStream.MarkMember.IndexOf(GzipReadStream.Mark) < 0);
    }

    [Fact]
    public void Text_that_ends_in_the_end_mark_keeps_it()
    {
        string text = "row\n" + Encoding.UTF8.GetString(GzipReadStream.Mark);
        _folder.Write("a.gz", Streams.Gzip(text));
        Assert.Equal(text, Read("a.gz"));
    }

    [FactIf(Needs.Zstandard)]
    public void Zstandard_round_trips_and_joins_frames()
    {
        byte[] bytes = Streams.Numbered(3_000_000);
        using (var file = new AtomicFile(_folder["a.csv.zst"]))
        {
            file.Stream.Write(bytes.AsSpan(0, 1_000_000));
            file.Park();
            file.Stream.Write(bytes.AsSpan(1_000_000));
            file.Complete();
        }

        Assert.True(new FileInfo(_folder["a.csv.zst"]).Length < bytes.Length);
        File.Copy(_folder["a.csv.zst"], _folder["other"]);
        foreach (string name in (string[])["a.csv.zst", "other"])
        {
            using var input = new FileInput(_folder[name]);
            Assert.Equal(Compression.Zstandard, input.Compression);
            using Stream stream = input.Open();
            Assert.Equal(bytes, Streams.All(stream, 777));
        }
    }

    [FactIf(Needs.Zstandard)]
    public void Zstandard_cut_anywhere_or_damaged_is_an_error()
    {
        using (var file = new AtomicFile(_folder["a.zst"]))
        {
            file.Stream.Write("hello hello hello hello\nworld\n"u8);
            file.Complete();
        }

        byte[] whole = File.ReadAllBytes(_folder["a.zst"]);
        for (int length = 0; length < whole.Length; length++)
        {
            _folder.Write("b.zst", whole[..length]);
            Streams.Fails(ErrorCodes.CorruptFile, () => Read("b.zst"));
        }

        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] bad = [.. whole];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            _folder.Write("b.zst", bad);
            try
            {
                // One bit of the header means nothing.
                Assert.Equal("hello hello hello hello\nworld\n", Read("b.zst"));
            }
            catch (CurateException failure)
            {
                Assert.Equal(ErrorCodes.CorruptFile.Id, failure.Code.Id);
            }
        }
    }

    [FactIf(Needs.Zstandard)]
    public void Zstandard_read_without_the_library_gives_the_same_bytes()
    {
        byte[] bytes = Streams.Numbered(3_000_000);
        using (var file = new AtomicFile(_folder["a.zst"]))
        {
            file.Stream.Write(bytes);
            file.Complete();
        }

        using var stored = new ManagedZstandardReadStream(File.OpenRead(_folder["a.zst"]), "a.zst");
        Assert.Equal(bytes, Streams.All(stored, 777));
    }

    [FactIf(Needs.Zstandard)]
    public void Zstandard_damage_without_the_library_names_the_file()
    {
        using (var file = new AtomicFile(_folder["a.zst"]))
        {
            file.Stream.Write("hello hello hello hello\nworld\n"u8);
            file.Complete();
        }

        byte[] whole = File.ReadAllBytes(_folder["a.zst"]);
        for (int length = 1; length < whole.Length; length++)
        {
            using var cut = new ManagedZstandardReadStream(new MemoryStream(whole[..length]), "a.zst");
            CurateException failure = Streams.Fails(ErrorCodes.CorruptFile, () => Streams.All(cut));
            Assert.Contains("'a.zst'", failure.Message);
        }
    }

    [FactIf(Needs.Zstandard)]
    public void Empty_zstandard_output_is_a_frame()
    {
        using (var file = new AtomicFile(_folder["a.zst"]))
        {
            file.Complete();
        }

        Assert.Equal("", Read("a.zst"));
    }

    [Fact]
    public void Missing_zstandard_library_says_how_to_get_it()
    {
        Assert.Null(Zstandard.TryLoad(["libno-such-library-anywhere.so.9"]));
        CurateException failure = Streams.Fails(ErrorCodes.CannotRead, () => Zstandard.Require(null, "a.zst", ErrorCodes.CannotRead));
        Assert.Contains("libzstd1", failure.Hint);
    }

    [FactIf(Needs.Unix)]
    public void Named_pipe_is_peeked_and_read_once()
    {
        System.Diagnostics.Process.Start("mkfifo", [_folder["p"]]).WaitForExit();
        var writer = new Thread(() => File.WriteAllText(_folder["p"], "a\n1\n"));
        writer.Start();
        using var input = new FileInput(_folder["p"]);
        Assert.False(input.CanReopen);
        Assert.Null(input.SizeBytes);
        Assert.Equal("a\n"u8.ToArray(), input.Peek(2));
        Assert.Equal("a\n1\n"u8.ToArray(), input.Peek(100));
        Assert.Equal("a\n1\n", Streams.Text(input.Open()));
        Streams.Fails(ErrorCodes.BadOrder, () => input.Open());
        writer.Join();
    }
}
