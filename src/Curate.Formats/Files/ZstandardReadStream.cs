using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Decompresses Zstandard, any number of frames; a frame that does not end is an error. Windows above 128 MiB are refused.</summary>
internal sealed unsafe class ZstandardReadStream : ReadStream
{
    private readonly Zstandard _library;
    private readonly Stream _stored;
    private readonly string _name;
    private readonly byte[] _input = new byte[128 * 1024];
    private nint _decoder;
    private int _at;
    private int _end;
    private bool _inFrame;
    private bool _ended;

    public ZstandardReadStream(Stream stored, string name)
    {
        _library = Zstandard.For(name, ErrorCodes.CannotRead);
        _stored = stored;
        _name = name;
        _decoder = _library.CreateDecoder();
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_decoder == 0, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_at == _end && !_ended)
            {
                _at = 0;
                _end = _stored.Read(_input);
                _ended = _end == 0;
            }

            if (_ended && !_inFrame)
            {
                return 0;
            }

            int produced = Step(buffer);
            if (produced > 0)
            {
                return produced;
            }

            if (_ended && _inFrame)
            {
                throw FileFailures.Corrupt(_name, "is cut short: its last Zstandard frame does not end");
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_decoder != 0)
        {
            _library.FreeDecoder(_decoder);
            _decoder = 0;
        }

        if (disposing)
        {
            _stored.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Step(Span<byte> buffer)
    {
        fixed (byte* to = buffer)
        fixed (byte* from = _input)
        {
            var output = new Zstandard.Block(to, (nuint)buffer.Length);
            var input = new Zstandard.Block(from + _at, (nuint)(_end - _at));
            nuint result = _library.Decode(_decoder, &output, &input);
            if (_library.IsError(result))
            {
                throw FileFailures.Corrupt(_name, $"is damaged: its Zstandard data cannot be decompressed ({_library.ErrorName(result)})");
            }

            _at += (int)input.At;
            _inFrame = result != 0;
            return (int)output.At;
        }
    }
}
