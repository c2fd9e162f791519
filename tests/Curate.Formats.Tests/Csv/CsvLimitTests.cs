using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvLimitTests
{
    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(100, 101, true)]
    [InlineData(400_000, 400_000, false)]
    [InlineData(400_000, 400_001, true)]
    public void Record_may_be_as_long_as_the_limit_and_no_longer(int limit, int length, bool fails)
    {
        string text = "a,b\n1,2\n" + new string('x', length - 2) + ",y\n3,4\n";
        TextReadOptions options = Tables.Lenient(out _) with { MaxRecordBytes = limit };
        if (fails)
        {
            CurateException failure = Tables.FailsToRead(ErrorCodes.RecordTooLarge, text, options);
            Assert.Equal(ExitCode.Limit, failure.Code.Exit);
            Assert.Equal($"in.csv, line 3: the record that starts here is larger than --max-record ({limit} bytes)", failure.Message);
        }
        else
        {
            Assert.Equal(3, Tables.Rows(text, options).Count);
        }
    }

    [Theory]
    [InlineData(true, "in.csv, line 4: a quoted field starts here")]
    [InlineData(false, "in.csv, line 3: the record that starts here")]
    public void Unclosed_quote_names_the_line_where_it_starts(bool canReopen, string expected)
    {
        string text = "a,b\n1,2\n\"p\nq\",\"open\n" + string.Concat(Enumerable.Repeat("1,2\n", 300_000));
        using var source = new CsvSource(new MemoryInput(text, canReopen: canReopen), new TextReadOptions { MaxRecordBytes = 500_000 });
        Assert.StartsWith(expected, Tables.Fails(ErrorCodes.RecordTooLarge, () => Tables.Rows(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unclosed_quote_in_the_header_is_found_too()
    {
        string text = "a,\"b\n" + string.Concat(Enumerable.Repeat("1,2\n", 300_000));
        Assert.StartsWith("in.csv, line 1: a quoted field starts here", Tables.FailsToRead(
            ErrorCodes.RecordTooLarge, text, new TextReadOptions { MaxRecordBytes = 500_000 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unclosed_quote_in_a_huge_input_stops_near_the_limit()
    {
        var input = new EndlessInput();
        using var source = new CsvSource(input, new TextReadOptions { MaxRecordBytes = 1_000_000 });
        long before = GC.GetAllocatedBytesForCurrentThread();
        CurateException failure = Tables.Fails(ErrorCodes.RecordTooLarge, () => Tables.Each(source, ReadRequest.CountOnly, (_, _) => { }));
        Assert.StartsWith("in.csv, line 2: a quoted field", failure.Message, StringComparison.Ordinal);
        Assert.InRange(input.Handed, 1, 6_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
    }

    [Fact]
    public void Lone_quote_at_a_block_edge_does_not_close_the_field()
    {
        // The doubled quote falls on the edge of the buffer that looks for the open field.
        string text = "a\n\"" + new string('x', 64 * 1024 - 2) + "\"\"" + string.Concat(Enumerable.Repeat("1\n", 300_000));
        Assert.StartsWith("in.csv, line 2: a quoted field", Tables.FailsToRead(
            ErrorCodes.RecordTooLarge, text, new TextReadOptions { MaxRecordBytes = 400_000 }).Message, StringComparison.Ordinal);
    }

    /// <summary>A header, an open quote and 500 MB of rows, made as they are read.</summary>
    private sealed class EndlessInput : IByteInput
    {
        public string Name => "in.csv";

        public long? SizeBytes => null;

        public bool CanReopen => true;

        public long Handed { get; private set; }

        public Stream Open() => new Rows(this);

        public void Dispose()
        {
        }

        private sealed class Rows(EndlessInput owner) : MemoryStream
        {
            private long _at;

            public override int Read(Span<byte> buffer)
            {
                ReadOnlySpan<byte> start = "a,b\n\"x,"u8;
                for (int i = 0; i < buffer.Length; i++, _at++)
                {
                    buffer[i] = _at < start.Length ? start[(int)_at] : "1,2\n"u8[(int)(_at & 3)];
                }

                owner.Handed += buffer.Length;
                return _at > 500_000_000 ? 0 : buffer.Length;
            }

            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        }
    }
}
