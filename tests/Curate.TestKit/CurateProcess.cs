using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Curate.TestKit;

/// <summary>
/// Runs the built command line tool as its users do: a process of its own, with pipes. Both output pipes are read while it runs, so a full
/// pipe never stalls it. <c>CURATE_TEST_EXECUTABLE</c> names another executable to test, for instance a published single file.
/// </summary>
public sealed partial class CurateProcess : IDisposable
{
    public const string ExecutableVariable = "CURATE_TEST_EXECUTABLE";

    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    private readonly CurateCall _call;
    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _input;
    private readonly Task<byte[]> _output;
    private readonly Task<string> _error;
    private readonly Task _memory;
    private readonly StringBuilder _errorText = new();
    private long _peakBytes;

    private CurateProcess(IReadOnlyList<string> command, CurateCall call)
    {
        _call = call;
        _process = StartProcess(command, call);
        _input = OnThread(WriteInput);
        _output = OnThread(ReadOutput);
        _error = OnThread(ReadError);
        _memory = OperatingSystem.IsLinux() ? OnThread(WatchMemory) : Task.CompletedTask;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Standard error so far.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_errorText)
            {
                return _errorText.ToString();
            }
        }
    }

    /// <summary>Whether <c>CURATE_TEST_EXECUTABLE</c> names what is tested.</summary>
    public static bool IsChosen => Environment.GetEnvironmentVariable(ExecutableVariable) is { Length: > 0 };

    /// <summary>The program and its first arguments: <c>dotnet .../curate.dll</c> of the tests' own configuration, or the chosen executable.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            if (Environment.GetEnvironmentVariable(ExecutableVariable) is { Length: > 0 } chosen)
            {
                return [chosen];
            }

            string dll = RepositoryRoot.Combine($"src/Curate.Cli/bin/{RepositoryRoot.Configuration}/net10.0/curate.dll");
            return File.Exists(dll)
                ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", dll]
                : throw new FileNotFoundException($"{dll} is not built; build the solution in the configuration of the tests first.", dll);
        }
    }

    /// <summary>Runs to the end.</summary>
    public static CurateResult Run(params string[] arguments) => Run(new CurateCall { Arguments = arguments });

    /// <inheritdoc cref="Run(string[])"/>
    public static CurateResult Run(CurateCall call)
    {
        using CurateProcess process = Start(call);
        return process.Wait();
    }

    /// <summary>Starts and returns at once; <see cref="Wait"/> ends it.</summary>
    public static CurateProcess Start(CurateCall call) => new(Command, call);

    /// <summary>Starts another program in the place of the tool; the arguments of the call follow those of the command.</summary>
    public static CurateProcess Start(IReadOnlyList<string> command, CurateCall call) => new(command, call);

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt() => Send(SignalInterrupt);

    /// <summary>Sends SIGTERM, as schedulers do.</summary>
    public void Terminate() => Send(SignalTerminate);

    /// <summary>Ends the process without giving it a chance to clean up.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Ends standard input that <see cref="CurateCall.KeepInputOpen"/> left open.</summary>
    public void CloseInput()
    {
        _input.GetAwaiter().GetResult();
        Ignoring(_process.StandardInput.Close);
    }

    /// <summary>Waits for something the process does to the world, such as a file that appears; fails when the process ends or time runs out first.</summary>
    public void WaitUntil(Func<bool> condition, string what)
    {
        while (!condition())
        {
            if (_process.HasExited)
            {
                CurateResult result = Wait();
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"curate ended with exit code {result.ExitCode} before {what}.\n{result.Error}"));
            }

            if (_clock.Elapsed > _call.Timeout)
            {
                Kill();
                throw new TimeoutException($"Waited {_call.Timeout} for {what}.\n{ErrorSoFar}");
            }

            Thread.Sleep(2);
        }
    }

    /// <summary>Waits for the end and gives everything the run left.</summary>
    public CurateResult Wait()
    {
        TimeSpan left = _call.Timeout - _clock.Elapsed;
        if (!_process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            Kill();
            throw new TimeoutException($"curate {string.Join(' ', _call.Arguments)} ran longer than {_call.Timeout} and was killed.\n{ErrorSoFar}");
        }

        TimeSpan elapsed = _clock.Elapsed;
        if (_call.KeepInputOpen)
        {
            CloseInput();
        }

        Task.WaitAll(_input, _output, _error, _memory);
        return new CurateResult(string.Join(' ', _call.Arguments), _process.ExitCode, _output.Result, _error.Result, _peakBytes == 0 ? null : _peakBytes, elapsed);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Ignoring(Kill);
        }

        _process.Dispose();
    }

    private static Process StartProcess(IReadOnlyList<string> command, CurateCall call)
    {
        if (InterruptIsIgnored())
        {
            // A child inherits ignored signals, and a background job of a shell ignores SIGINT: without this, tests of Ctrl+C would hang there.
            command = ["env", "--default-signal=INT", .. command];
        }

        ProcessStartInfo start = new(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = new UTF8Encoding(false),
            WorkingDirectory = call.WorkingDirectory ?? "",
            UseShellExecute = false,
        };
        foreach (string argument in command.Skip(1).Concat(call.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("curate did not start");
    }

    private static bool InterruptIsIgnored()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        string? mask = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return mask is not null && (ulong.Parse(mask.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (SignalInterrupt - 1))) != 0;
    }

    // Threads of their own: on two cores the pool would start the fourth blocking task only after half a second.
    private static Task OnThread(Action body) => Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task<T> OnThread<T>(Func<T> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void WriteInput()
    {
        // The process may end, or close its input, before it has read everything.
        Ignoring(() =>
        {
            Stream input = _process.StandardInput.BaseStream;
            input.Write(_call.Input);
            input.Flush();
            if (!_call.KeepInputOpen)
            {
                _process.StandardInput.Close();
            }
        });
    }

    private byte[] ReadOutput()
    {
        using MemoryStream bytes = new();
        Stream output = _process.StandardOutput.BaseStream;
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            long left = (_call.CloseOutputAfter ?? long.MaxValue) - bytes.Length;
            if (left <= 0)
            {
                output.Close();
                return bytes.ToArray();
            }

            int count = output.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0)
            {
                return bytes.ToArray();
            }

            bytes.Write(buffer, 0, count);
        }
    }

    private string ReadError()
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = _process.StandardError.Read(buffer, 0, buffer.Length)) > 0)
        {
            lock (_errorText)
            {
                _errorText.Append(buffer, 0, count);
            }
        }

        return ErrorSoFar;
    }

    private void WatchMemory()
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        while (true)
        {
            string? peak = null;
            Ignoring(() => peak = File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));
            if (peak is not null)
            {
                _peakBytes = 1024 * long.Parse(peak.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
            }

            if (_process.WaitForExit(5))
            {
                return;
            }
        }
    }

    private void Send(int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Signals need a Unix system; mark the test [UnixFact].");
        }

        if (KillProcess(_process.Id, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static void Ignoring(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
        catch (InvalidOperationException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int process, int signal);
}
