using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Compresses to one Zstandard frame with checksum, on one thread, so that the bytes depend on the library's version alone.</summary>
internal sealed unsafe class ZstandardWriteStream : WriteStream
{
    private readonly Zstandard _library;
    private readonly Stream _inner;
    private readonly byte[] _output = new byte[128 * 1024];
    private nint _encoder;

    public ZstandardWriteStream(Stream inner, string name)
    {
        _library = Zstandard.For(name, ErrorCodes.CannotWrite);
        _inner = inner;
        _encoder = _library.CreateEncoder();
        _library.SetParameter(_encoder, Zstandard.LevelParameter, Zstandard.Level);
        _library.SetParameter(_encoder, Zstandard.ChecksumParameter, 1);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_encoder == 0, this);
        fixed (byte* from = buffer)
        {
            var input = new Zstandard.Block(from, (nuint)buffer.Length);
            while (input.At < input.Size)
            {
                Step(&input, Zstandard.Continue);
            }
        }
    }

    /// <summary>Ends the frame. The inner stream stays open.</summary>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_encoder == 0, this);
        var nothing = new Zstandard.Block(null, 0);
        while (Step(&nothing, Zstandard.End) != 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_encoder != 0)
        {
            _library.FreeEncoder(_encoder);
            _encoder = 0;
        }

        base.Dispose(disposing);
    }

    private nuint Step(Zstandard.Block* input, int mode)
    {
        nuint left;
        int produced;
        fixed (byte* to = _output)
        {
            var output = new Zstandard.Block(to, (nuint)_output.Length);
            left = _library.Encode(_encoder, &output, input, mode);
            produced = (int)output.At;
        }

        if (_library.IsError(left))
        {
            throw new IOException($"Zstandard compression failed ({_library.ErrorName(left)})");
        }

        _inner.Write(_output.AsSpan(0, produced));
        return left;
    }
}
