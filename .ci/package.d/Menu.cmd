@echo off
chcp 65001 >nul
set "TONGHOP=%~dp0tonghop.exe"
set "VIEC=%~dp0lam-viec"
if not exist "%VIEC%\tonghop.toml" "%TONGHOP%" init "%VIEC%"
if exist "%VIEC%\tonghop.toml" "%TONGHOP%" -C "%VIEC%" menu
if errorlevel 1 pause
