using Curate.Cli.Help;
using Curate.Core.Errors;

namespace Curate.Cli.Commands;

/// <summary><c>curate completions</c>: scripts that ask this program for completions, and its manual page.</summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        _curate() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(curate "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
          [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o nosort -F _curate curate

        """;

    private const string Zsh = """
        #compdef curate
        _curate() {
          local -a found
          found=("${(@f)$(curate "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found
          _files
        }
        compdef _curate curate

        """;

    private const string Fish = """
        complete -c curate -f -a '(curate "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        complete -c curate -F

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName curate -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          curate "[suggest:$cursorPosition]" "$commandAst" | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;

    public static CommandSpec Spec { get; } = new("completions", "Prints a completion script for a shell, or the manual page.")
    {
        ArgumentName = "bash|zsh|fish|pwsh|man",
        TakesOne = true,
        Examples = ["curate completions bash > ~/.local/share/bash-completion/completions/curate", "curate completions fish > ~/.config/fish/completions/curate.fish", "curate completions man > ~/.local/share/man/man1/curate.1"],
        Groups = [],
        Run = static (arguments, host) =>
        {
            string shell = arguments.Inputs.Count == 1 ? arguments.Inputs[0] : "";
            string? script = shell switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, "pwsh" or "powershell" => PowerShell, "man" => ManPage.Text(), _ => null };
            if (script is null)
            {
                Fail.Usage("completions takes one of bash, zsh, fish, pwsh, man.");
            }

            host.WriteOut(script!);
            return (int)ExitCode.Done;
        },
    };
}
